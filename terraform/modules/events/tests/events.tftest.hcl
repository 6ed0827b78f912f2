mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  prefix                   = "dev-weather"
  kms_key_arn              = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  drop_bucket_arn          = "arn:aws:s3:::dev-weather-drop-0a1b2c3d"
  events_wanted            = ["convert", "unpack"]
  job_queue_arns           = ["arn:aws:batch:eu-west-1:123456789012:job-queue/dev-weather-spot"]
  function_timeout_seconds = 300
}

run "hides_a_message_for_six_times_the_functions_timeout" {
  command = plan

  assert {
    condition     = aws_sqs_queue.this["intake"].visibility_timeout_seconds == 1800
    error_message = "Found ${aws_sqs_queue.this["intake"].visibility_timeout_seconds} s."
  }

  assert {
    condition     = aws_sqs_queue.this["submissions"].visibility_timeout_seconds == 1820
    error_message = "The time in which a batch is gathered counts too: found ${aws_sqs_queue.this["submissions"].visibility_timeout_seconds} s."
  }
}

run "gives_every_queue_a_dead_letter_queue_that_outlives_it" {
  command = apply

  assert {
    condition = alltrue([
      for name in keys(aws_sqs_queue.this) :
      jsondecode(aws_sqs_queue_redrive_policy.this[name].redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead_letters[name].arn
    ])
    error_message = "Every queue has a dead-letter queue."
  }

  assert {
    condition = alltrue([
      for name, queue in aws_sqs_queue.this :
      aws_sqs_queue.dead_letters[name].message_retention_seconds > queue.message_retention_seconds
    ])
    error_message = "A message keeps its age when it is moved to the dead letters."
  }

  assert {
    condition     = alltrue([for policy in aws_sqs_queue_redrive_policy.this : jsondecode(policy.redrive_policy).maxReceiveCount >= 5])
    error_message = "Lambda needs five receives or more: throttled ones count."
  }
}

run "encrypts_every_queue_and_topic" {
  command = plan

  assert {
    condition = alltrue(concat(
      [for queue in aws_sqs_queue.this : queue.kms_master_key_id == var.kms_key_arn],
      [for queue in aws_sqs_queue.dead_letters : queue.kms_master_key_id == var.kms_key_arn],
      [aws_sns_topic.uploads.kms_master_key_id == var.kms_key_arn, aws_sns_topic.phases.kms_master_key_id == var.kms_key_arn],
    ))
    error_message = "Every queue and topic is encrypted with the pipeline's key."
  }
}

run "takes_s3s_largest_notification" {
  command = plan

  assert {
    condition     = alltrue([for queue in aws_sqs_queue.this : queue.max_message_size >= 262144])
    error_message = "A smaller limit loses events without a word."
  }
}

run "brings_back_only_the_successes_that_are_wanted" {
  command = plan

  assert {
    condition     = jsonencode(jsondecode(aws_sns_topic_subscription.phases[0].filter_policy).phase) == jsonencode(["convert", "unpack"])
    error_message = "Found ${aws_sns_topic_subscription.phases[0].filter_policy}."
  }

  assert {
    condition     = jsonencode(jsondecode(aws_sns_topic_subscription.phases[0].filter_policy).status) == jsonencode(["succeeded"]) && aws_sns_topic_subscription.phases[0].filter_policy_scope == "MessageAttributes"
    error_message = "Found ${aws_sns_topic_subscription.phases[0].filter_policy}."
  }

  assert {
    condition     = aws_sns_topic_subscription.uploads.raw_message_delivery && aws_sns_topic_subscription.phases[0].raw_message_delivery
    error_message = "Messages come as they were sent."
  }
}

run "subscribes_to_no_phase_where_none_is_wanted" {
  command = plan

  variables {
    events_wanted = []
  }

  assert {
    condition     = length(aws_sns_topic_subscription.phases) == 0
    error_message = "Nothing is to be brought back."
  }
}

run "hears_of_the_ends_of_its_own_jobs_only" {
  command = plan

  assert {
    condition = (
      jsonencode(jsondecode(aws_cloudwatch_event_rule.jobs.event_pattern).detail.jobQueue) == jsonencode(var.job_queue_arns)
      && jsonencode(jsondecode(aws_cloudwatch_event_rule.jobs.event_pattern).detail.status) == jsonencode(["SUCCEEDED", "FAILED"])
    )
    error_message = "Found ${aws_cloudwatch_event_rule.jobs.event_pattern}."
  }
}

run "loses_nothing_that_could_not_be_delivered" {
  command = apply

  assert {
    condition = (
      jsondecode(aws_sns_topic_subscription.uploads.redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead_letters["intake"].arn
      && jsondecode(aws_sns_topic_subscription.phases[0].redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead_letters["intake"].arn
      && aws_cloudwatch_event_target.jobs.dead_letter_config[0].arn == aws_sqs_queue.dead_letters["intake"].arn
    )
    error_message = "What SNS or EventBridge can't deliver goes to the dead letters."
  }
}

run "asks_for_lost_uploads_to_be_looked_for" {
  command = apply

  assert {
    condition     = aws_cloudwatch_event_rule.reconcile.schedule_expression == "rate(15 minutes)"
    error_message = "Found ${aws_cloudwatch_event_rule.reconcile.schedule_expression}."
  }

  assert {
    condition = (
      aws_cloudwatch_event_target.reconcile.arn == aws_sqs_queue.this["intake"].arn
      && aws_cloudwatch_event_target.reconcile.dead_letter_config[0].arn == aws_sqs_queue.dead_letters["intake"].arn
    )
    error_message = "It goes through the queue that uploads go through."
  }

  assert {
    condition     = aws_cloudwatch_event_target.reconcile.input_transformer[0].input_template == "{\"spillway\":\"reconcile.v1\",\"bucket\":\"dev-weather-drop-0a1b2c3d\",\"at\":<at>,\"quietSeconds\":2100}"
    error_message = "Found ${aws_cloudwatch_event_target.reconcile.input_transformer[0].input_template}."
  }
}

run "refuses_to_look_for_lost_uploads_all_the_time" {
  command = plan

  variables {
    reconcile_minutes = 1
  }

  expect_failures = [var.reconcile_minutes]
}
