mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  kms_key_arn      = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  phases_topic_arn = "arn:aws:sns:eu-west-1:123456789012:dev-weather-phases"
  buckets = {
    drop   = "arn:aws:s3:::dev-weather-drop-0a1b2c3d"
    output = "arn:aws:s3:::dev-weather-output-0a1b2c3d"
    work   = "arn:aws:s3:::dev-weather-work-0a1b2c3d"
  }
}

run "deletes_nothing" {
  command = plan

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.work.statement : alltrue([for action in statement.actions : !can(regex("Delete", action))])
    ])
    error_message = "No host of work deletes an object."
  }
}

run "leaves_dropped_files_as_they_are" {
  command = plan

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.work.statement :
      !contains(statement.actions, "s3:PutObject") if contains(statement.resources, "${var.buckets.drop}/*")
    ])
    error_message = "The drop bucket is read only."
  }
}
