mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  prefix            = "dev-weather"
  pipeline          = "weather"
  kms_key_arn       = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  package           = "../router/tests/package.zip"
  phases_topic_arn  = "arn:aws:sns:eu-west-1:123456789012:dev-weather-phases"
  work_bucket       = { arn = "arn:aws:s3:::dev-weather-work-0a1b2c3d", name = "dev-weather-work-0a1b2c3d" }
  router_memory_mib = 1769
  job_sizes         = { settle = { vcpu = 0.25, memory_mib = 512, spot = true } }
}

run "writes_the_history_of_every_end_and_notice" {
  command = plan

  assert {
    condition     = jsonencode(jsondecode(aws_sns_topic_subscription.this["history"].filter_policy)) == jsonencode({ status = ["succeeded", "failed", "skipped", "stuck", "recovered"] })
    error_message = "Found ${aws_sns_topic_subscription.this["history"].filter_policy}."
  }

  assert {
    condition     = aws_lambda_function.this["history"].environment[0].variables.SPILLWAY_JOB_SIZES == jsonencode({ settle = { memory_mib = 512, spot = true, vcpu = "0.25" } })
    error_message = "Found ${aws_lambda_function.this["history"].environment[0].variables.SPILLWAY_JOB_SIZES}."
  }
}

run "has_no_notifier_without_anybody_to_tell" {
  command = plan

  assert {
    condition     = jsonencode(keys(aws_lambda_function.this)) == jsonencode(["history"])
    error_message = "Found ${jsonencode(keys(aws_lambda_function.this))}."
  }
}

run "tells_of_what_failed_is_stuck_or_recovered" {
  command = plan

  variables {
    emails               = ["team@example.com"]
    receivers            = { ops = { kind = "slack" } }
    receivers_secret_arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:weather-receivers-AbCdEf"
  }

  assert {
    condition     = jsonencode(jsondecode(aws_sns_topic_subscription.this["notifier"].filter_policy)) == jsonencode({ status = ["failed", "stuck", "recovered"] })
    error_message = "Found ${aws_sns_topic_subscription.this["notifier"].filter_policy}."
  }

  assert {
    condition     = length(aws_sns_topic_subscription.notices) == 1
    error_message = "One address, one subscription."
  }
}

run "keeps_messages_hidden_and_dead_letters_kept" {
  command = plan

  variables {
    emails = ["team@example.com"]
  }

  assert {
    condition = alltrue([
      for role, function in aws_lambda_function.this :
      aws_sqs_queue.this[role].visibility_timeout_seconds >= 6 * function.timeout + aws_lambda_event_source_mapping.this[role].maximum_batching_window_in_seconds
    ])
    error_message = "A message stays hidden for six times the function's timeout and while a batch is gathered."
  }

  assert {
    condition     = alltrue([for role, queue in aws_sqs_queue.this : aws_sqs_queue.dead_letters[role].message_retention_seconds > queue.message_retention_seconds])
    error_message = "Dead letters outlive the messages of their queue."
  }

  assert {
    condition     = alltrue([for mapping in aws_lambda_event_source_mapping.this : contains(mapping.function_response_types, "ReportBatchItemFailures")])
    error_message = "What is told later comes again without the rest."
  }

  assert {
    condition     = alltrue([for group in aws_cloudwatch_log_group.this : group.retention_in_days > 0])
    error_message = "Logs don't stay for ever."
  }
}

run "keeps_each_function_to_its_own_prefix" {
  command = plan

  variables {
    emails = ["team@example.com"]
  }

  assert {
    condition = alltrue([
      for role, document in data.aws_iam_policy_document.this : alltrue([
        for statement in document.statement :
        alltrue([for resource in statement.resources : !endswith(resource, "/*") || endswith(resource, role == "history" ? "/history/*" : "/notified/*")])
        if contains(statement.actions, "s3:PutObject")
      ])
    ])
    error_message = "Neither writes into the ledger, nor where the other does."
  }
}

run "refuses_receivers_without_addresses" {
  command = plan

  variables {
    receivers = { ops = { kind = "slack" } }
  }

  expect_failures = [var.receivers_secret_arn]
}

run "refuses_kinds_that_there_are_not" {
  command = plan

  variables {
    receivers            = { ops = { kind = "irc" } }
    receivers_secret_arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:weather-receivers-AbCdEf"
  }

  expect_failures = [var.receivers]
}

run "lets_athena_compute_partitions" {
  command = plan

  assert {
    condition = (
      aws_glue_catalog_table.history.parameters["projection.enabled"] == "true"
      && aws_glue_catalog_table.history.parameters["projection.pipeline.values"] == "weather"
      && aws_glue_catalog_table.history.parameters["storage.location.template"] == "s3://dev-weather-work-0a1b2c3d/history/pipeline=$${pipeline}/day=$${day}"
      && jsonencode(aws_glue_catalog_table.history.partition_keys[*].name) == jsonencode(["pipeline", "day"])
    )
    error_message = "Nobody adds a partition a day."
  }

  assert {
    condition     = aws_athena_workgroup.this.configuration[0].enforce_workgroup_configuration && aws_athena_workgroup.this.configuration[0].bytes_scanned_cutoff_per_query > 0
    error_message = "No query costs more than was foreseen."
  }
}
