mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  prefix = "dev-weather"
}

run "rotates_the_key_and_keeps_it_for_a_month" {
  command = plan

  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.deletion_window_in_days == 30
    error_message = "A deleted key takes everything with it."
  }
}

run "refuses_to_lose_the_key_at_once" {
  command = plan

  variables {
    deletion_window_days = 1
  }

  expect_failures = [var.deletion_window_days]
}
