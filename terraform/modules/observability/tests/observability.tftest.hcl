mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  prefix                  = "dev-weather"
  kms_key_arn             = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  function_names          = { router = "dev-weather-router" }
  pipeline                = "weather"
  phases                  = ["convert", "settle"]
  queue_names             = { intake = "dev-weather-intake", submissions = "dev-weather-submissions" }
  dead_letter_queue_names = { intake = "dev-weather-intake-dead-letters", submissions = "dev-weather-submissions-dead-letters" }
}

run "tells_of_the_first_dead_letter_of_every_queue" {
  command = plan

  assert {
    condition = alltrue([
      for role, name in var.dead_letter_queue_names :
      aws_cloudwatch_metric_alarm.this["${role}-dead-letters"].threshold == 0 && aws_cloudwatch_metric_alarm.this["${role}-dead-letters"].dimensions.QueueName == name
    ])
    error_message = "One dead letter is one too many."
  }

  assert {
    condition     = length(output.alarm_names) == 12
    error_message = "Found ${jsonencode(output.alarm_names)}."
  }
}

run "does_not_alarm_where_nothing_happens" {
  command = plan

  assert {
    condition     = alltrue([for alarm in values(aws_cloudwatch_metric_alarm.this) : alarm.treat_missing_data == "notBreaching"])
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

run "tells_of_each_phase_that_fails_too_often" {
  command = plan

  assert {
    condition = alltrue([
      for phase in var.phases :
      toset([
        for metric in flatten(aws_cloudwatch_metric_alarm.this["${phase}-failure-share"].metric_query[*].metric) :
        jsonencode(metric.dimensions)
      ]) == toset([jsonencode({ phase = phase, pipeline = "weather" })])
    ])
    error_message = "A share is of one phase of one pipeline."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["convert-failure-share"].threshold == 10
    error_message = "The threshold is that of metrics.json unless another is given."
  }
}

run "takes_other_thresholds" {
  command = plan

  variables {
    thresholds = { "failure-share" = 50 }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["settle-failure-share"].threshold == 50 && aws_cloudwatch_metric_alarm.this["settle-spill-share"].threshold == 25
    error_message = "One given threshold changes one alarm."
  }
}

run "refuses_thresholds_of_alarms_that_there_are_not" {
  command = plan

  variables {
    thresholds = { "failures" = 50 }
  }

  expect_failures = [var.thresholds]
}

run "draws_the_metrics_of_its_own_pipeline" {
  command = plan

  assert {
    condition = alltrue([
      for widget in slice(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets, 4, length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets)) :
      strcontains(widget.properties.metrics[0][0].expression, "pipeline=\"weather\"")
    ])
    error_message = "Another pipeline's metrics have the same names."
  }
}
