# Two functions that listen to the phases topic, each through a queue of its own: one writes the history,
# one tells people. And the table by which Athena reads the history.

locals {
  has_mail     = length(var.emails) > 0
  has_notifier = local.has_mail || length(var.receivers) > 0

  receivers = concat(
    [for name, receiver in var.receivers : { name = name, kind = receiver.kind }],
    [for topic in aws_sns_topic.notices : { name = "mail", kind = "topic", arn = topic.arn }],
  )

  # What is not asked for is not there.
  functions = merge(
    {
      history = {
        handler  = "io.spillway.monitoring.history.HistoryFunction"
        statuses = ["succeeded", "failed", "skipped", "stuck", "recovered"]
        timeout  = 60
        window   = var.history_window_seconds
        told = {
          SPILLWAY_FUNCTION_MEMORY_MIB = tostring(var.router_memory_mib)
          SPILLWAY_JOB_SIZES           = jsonencode({ for phase, size in var.job_sizes : phase => merge(size, { vcpu = tostring(size.vcpu) }) })
          SPILLWAY_TAGS                = jsonencode(var.tags)
          SPILLWAY_WORK_BUCKET         = var.work_bucket.name
        }
      }
    },
    local.has_notifier ? {
      notifier = {
        handler  = "io.spillway.monitoring.notify.NotifierFunction"
        statuses = ["failed", "stuck", "recovered"]
        timeout  = 60
        window   = 30
        told = merge(
          {
            SPILLWAY_NOTIFY_WINDOW_SECONDS = tostring(var.notify_window_seconds)
            SPILLWAY_PAGERDUTY_URL         = var.pagerduty_url
            SPILLWAY_RECEIVERS             = jsonencode(local.receivers)
            SPILLWAY_WORK_BUCKET           = var.work_bucket.name
          },
          var.receivers_secret_arn == null ? {} : { SPILLWAY_RECEIVERS_SECRET = var.receivers_secret_arn },
        )
      }
    } : {},
  )

  # A message that a function works on stays hidden for six times the function's timeout, and for the
  # time in which a batch is gathered. Source: AWS Lambda developer guide, "Configuring a queue".
  visibility_seconds = { for name, function in local.functions : name => 6 * function.timeout + function.window }

  # Many more receives than attempts: what a receiver is not to be told yet comes again too.
  most_receives = 100

  four_days_seconds     = 4 * 86400
  fourteen_days_seconds = 14 * 86400
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = local.functions

  kms_key_id        = var.kms_key_arn
  name              = "/aws/lambda/${var.prefix}-${each.key}"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_lambda_function" "this" {
  for_each = local.functions

  architectures    = ["arm64"]
  filename         = var.package
  function_name    = "${var.prefix}-${each.key}"
  handler          = each.value.handler
  kms_key_arn      = var.kms_key_arn
  memory_size      = 512
  role             = aws_iam_role.this[each.key].arn
  runtime          = "java25"
  source_code_hash = filebase64sha256(var.package)
  tags             = var.tags
  timeout          = each.value.timeout

  environment {
    variables = each.value.told
  }

  logging_config {
    log_format = "Text" # the functions write JSON themselves
    log_group  = aws_cloudwatch_log_group.this[each.key].name
  }

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_sqs_queue" "this" {
  for_each = local.functions

  kms_master_key_id          = var.kms_key_arn
  max_message_size           = 1048576
  message_retention_seconds  = local.four_days_seconds
  name                       = "${var.prefix}-${each.key}"
  tags                       = var.tags
  visibility_timeout_seconds = local.visibility_seconds[each.key]
}

# Kept longer than in the queue itself: a message's age goes on when it is moved here.
resource "aws_sqs_queue" "dead_letters" {
  for_each = local.functions

  kms_master_key_id         = var.kms_key_arn
  max_message_size          = 1048576
  message_retention_seconds = local.fourteen_days_seconds
  name                      = "${var.prefix}-${each.key}-dead-letters"
  tags                      = var.tags
}

resource "aws_sqs_queue_redrive_policy" "this" {
  for_each = aws_sqs_queue.this

  queue_url = each.value.url
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters[each.key].arn
    maxReceiveCount     = local.most_receives
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "this" {
  for_each = aws_sqs_queue.dead_letters

  queue_url = each.value.url
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.this[each.key].arn]
  })
}

resource "aws_sqs_queue_policy" "this" {
  for_each = aws_sqs_queue.this

  policy    = data.aws_iam_policy_document.queue[each.key].json
  queue_url = each.value.url
}

resource "aws_sqs_queue_policy" "dead_letters" {
  for_each = aws_sqs_queue.dead_letters

  policy    = data.aws_iam_policy_document.dead_letters[each.key].json
  queue_url = each.value.url
}

resource "aws_sns_topic_subscription" "this" {
  for_each = local.functions

  endpoint             = aws_sqs_queue.this[each.key].arn
  filter_policy        = jsonencode({ status = each.value.statuses })
  filter_policy_scope  = "MessageAttributes"
  protocol             = "sqs"
  raw_message_delivery = true
  redrive_policy       = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters[each.key].arn })
  topic_arn            = var.phases_topic_arn

  depends_on = [aws_sqs_queue_policy.this, aws_sqs_queue_policy.dead_letters]
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each = local.functions

  batch_size                         = 1000
  event_source_arn                   = aws_sqs_queue.this[each.key].arn
  function_name                      = aws_lambda_function.this[each.key].arn
  function_response_types            = ["ReportBatchItemFailures"]
  maximum_batching_window_in_seconds = each.value.window
  tags                               = var.tags

  scaling_config {
    maximum_concurrency = 2
  }
}

resource "aws_sns_topic" "notices" {
  count = local.has_mail ? 1 : 0

  kms_master_key_id = var.kms_key_arn
  name              = "${var.prefix}-notices"
  tags              = var.tags
}

resource "aws_sns_topic_subscription" "notices" {
  for_each = var.emails

  endpoint  = each.value
  protocol  = "email"
  topic_arn = aws_sns_topic.notices[0].arn
}
