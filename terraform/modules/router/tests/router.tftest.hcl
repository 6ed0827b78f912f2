mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  prefix      = "dev-weather"
  kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  package     = "./tests/package.zip"
  buckets = {
    drop   = "arn:aws:s3:::dev-weather-drop-0a1b2c3d"
    output = "arn:aws:s3:::dev-weather-output-0a1b2c3d"
    work   = "arn:aws:s3:::dev-weather-work-0a1b2c3d"
  }
  environment = { SPILLWAY_DEFINITION = "s3://dev-weather-work-0a1b2c3d/definitions/1.json" }
  queues = {
    intake      = { arn = "arn:aws:sqs:eu-west-1:123456789012:dev-weather-intake", name = "dev-weather-intake", url = "https://intake" }
    submissions = { arn = "arn:aws:sqs:eu-west-1:123456789012:dev-weather-submissions", name = "dev-weather-submissions", url = "https://submissions" }
  }
  dead_letter_queue_arns     = ["arn:aws:sqs:eu-west-1:123456789012:dev-weather-intake-dead-letters", "arn:aws:sqs:eu-west-1:123456789012:dev-weather-submissions-dead-letters"]
  visibility_seconds         = { intake = 1800, submissions = 1820 }
  submissions_window_seconds = 20
  phases_topic_arn           = "arn:aws:sns:eu-west-1:123456789012:dev-weather-phases"
  job_queue_arns             = { spot = "arn:aws:batch:eu-west-1:123456789012:job-queue/dev-weather-spot" }
  job_definition_prefix      = "dev-weather-"
}

run "answers_for_each_message_by_itself" {
  command = plan

  assert {
    condition = (
      jsonencode(tolist(aws_lambda_event_source_mapping.intake.function_response_types)) == jsonencode(["ReportBatchItemFailures"])
      && jsonencode(tolist(aws_lambda_event_source_mapping.submissions.function_response_types)) == jsonencode(["ReportBatchItemFailures"])
    )
    error_message = "One bad message never repeats the good ones."
  }
}

run "stays_below_the_jobs_a_second_that_batch_takes" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.submissions.scaling_config[0].maximum_concurrency * 20 < 50
    error_message = "Each invocation submits 20 jobs a second, Batch takes 50."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.submissions.maximum_batching_window_in_seconds == 20 && aws_lambda_event_source_mapping.submissions.batch_size == 1000
    error_message = "Work items for Batch are gathered."
  }
}

run "starts_from_a_snapshot_of_a_published_version" {
  command = apply

  assert {
    condition     = aws_lambda_function.this.publish && aws_lambda_function.this.snap_start[0].apply_on == "PublishedVersions"
    error_message = "SnapStart is of published versions."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.intake.function_name == aws_lambda_alias.live.arn && aws_lambda_event_source_mapping.submissions.function_name == aws_lambda_alias.live.arn
    error_message = "The queues invoke the alias: $LATEST has no snapshot."
  }
}

run "does_not_let_lambda_cut_a_chain_of_phases" {
  command = plan

  assert {
    condition     = aws_lambda_function_recursion_config.this.recursive_loop == "Allow"
    error_message = "The router counts hops itself."
  }
}

run "refuses_a_visibility_timeout_below_six_times_its_own" {
  command = plan

  variables {
    visibility_seconds = { intake = 1799, submissions = 1820 }
  }

  expect_failures = [aws_lambda_function.this]
}

run "sets_concurrency_aside_for_both_queues" {
  command = plan

  variables {
    reserve_concurrency = true
    most_at_once        = 50
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == aws_lambda_event_source_mapping.intake.scaling_config[0].maximum_concurrency + aws_lambda_event_source_mapping.submissions.scaling_config[0].maximum_concurrency
    error_message = "With less, throttled receives would push good messages to the dead letters."
  }
}

run "lets_its_log_expire" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 30 && aws_lambda_function.this.logging_config[0].log_group == aws_cloudwatch_log_group.this.name
    error_message = "A log group that Lambda makes itself is kept for ever."
  }
}

run "tells_of_a_job_that_waits_before_its_queue_gives_it_up" {
  command = plan

  variables {
    stuck_after_seconds = 3600
  }

  expect_failures = [var.stuck_after_seconds]
}

run "takes_nothing_from_the_dead_letters" {
  command = plan

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.this.statement :
      length(setintersection(statement.resources, var.dead_letter_queue_arns)) == 0 || !contains(statement.actions, "sqs:DeleteMessage")
    ])
    error_message = "Messages that were given up are kept for whoever mends the cause."
  }
}

run "refuses_to_deploy_without_a_package" {
  command = plan

  variables {
    package = "./tests/missing.zip"
  }

  expect_failures = [var.package]
}
