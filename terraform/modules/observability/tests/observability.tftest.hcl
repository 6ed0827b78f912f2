mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  prefix                  = "dev-weather"
  kms_key_arn             = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  function_name           = "dev-weather-router"
  queue_names             = { intake = "dev-weather-intake", submissions = "dev-weather-submissions" }
  dead_letter_queue_names = { intake = "dev-weather-intake-dead-letters", submissions = "dev-weather-submissions-dead-letters" }
}

run "tells_of_the_first_dead_letter_of_every_queue" {
  command = plan

  assert {
    condition = alltrue([
      for role, name in var.dead_letter_queue_names :
      aws_cloudwatch_metric_alarm.dead_letters[role].threshold == 0 && aws_cloudwatch_metric_alarm.dead_letters[role].dimensions.QueueName == name
    ])
    error_message = "One dead letter is one too many."
  }

  assert {
    condition     = length(output.alarm_names) == 6
    error_message = "Found ${jsonencode(output.alarm_names)}."
  }
}

run "does_not_alarm_where_nothing_happens" {
  command = plan

  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.dead_letters), values(aws_cloudwatch_metric_alarm.oldest_message), [aws_cloudwatch_metric_alarm.errors]) : alarm.treat_missing_data == "notBreaching"])
    error_message = "A pipeline without uploads has no data, and is well."
  }
}

run "has_no_budget_unless_asked" {
  command = plan

  assert {
    condition     = length(aws_budgets_budget.this) == 0
    error_message = "No budget."
  }
}

run "tells_people_of_the_budget" {
  command = plan

  variables {
    monthly_budget_usd = 100
    alarm_emails       = ["team@example.com"]
  }

  assert {
    condition     = aws_budgets_budget.this[0].limit_amount == "100" && length(aws_budgets_budget.this[0].notification) == 2 && length(aws_sns_topic_subscription.alarms) == 1
    error_message = "At 80 % spent and when 100 % are foreseen."
  }
}
