mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  prefix      = "dev-weather"
  kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
}

run "runs_what_was_tested" {
  command = plan

  assert {
    condition     = aws_ecr_repository.this["job-runner"].image_tag_mutability == "IMMUTABLE" && aws_ecr_repository.this["job-runner"].image_scanning_configuration[0].scan_on_push
    error_message = "Tags can't be moved, and images are scanned."
  }

  assert {
    condition     = aws_ecr_repository.this["job-runner"].name == "dev-weather/job-runner"
    error_message = "Found ${aws_ecr_repository.this["job-runner"].name}."
  }

  assert {
    condition     = length(jsondecode(aws_ecr_lifecycle_policy.this["job-runner"].policy).rules) == 2
    error_message = "Old images go."
  }
}
