# How one part tells another: S3 -> topic uploads -> queue intake -> router; phases -> topic phases ->
# whoever subscribes, among them intake; Batch -> EventBridge -> intake; router -> queue submissions ->
# router, which gathers work items into few jobs.

locals {
  # A message that a function works on stays hidden for six times the function's timeout, and for the
  # time in which a batch is gathered. Source: AWS Lambda developer guide, "Configuring a queue".
  visibility_seconds = {
    intake      = 6 * var.function_timeout_seconds
    submissions = 6 * var.function_timeout_seconds + var.submissions_window_seconds
  }

  # Many more receives than attempts at the work: a message also comes again while its work item is in
  # other hands.
  most_receives = 100

  # How long after an upload its event counts as lost: longer than a message stays hidden once an
  # invocation died with it.
  quiet_seconds = max(1200, local.visibility_seconds.intake + 300)
  drop_bucket   = split(":::", var.drop_bucket_arn)[1]

  four_days_seconds     = 4 * 86400
  fourteen_days_seconds = 14 * 86400
}

resource "aws_sns_topic" "uploads" {
  kms_master_key_id = var.kms_key_arn
  name              = "${var.prefix}-uploads"
  tags              = var.tags
}

resource "aws_sns_topic" "phases" {
  kms_master_key_id = var.kms_key_arn
  name              = "${var.prefix}-phases"
  tags              = var.tags
}

resource "aws_sns_topic_policy" "uploads" {
  arn    = aws_sns_topic.uploads.arn
  policy = data.aws_iam_policy_document.uploads.json
}

resource "aws_sns_topic_policy" "phases" {
  arn    = aws_sns_topic.phases.arn
  policy = data.aws_iam_policy_document.phases.json
}

resource "aws_sqs_queue" "this" {
  for_each = local.visibility_seconds

  kms_master_key_id          = var.kms_key_arn
  message_retention_seconds  = local.four_days_seconds
  name                       = "${var.prefix}-${each.key}"
  tags                       = var.tags
  visibility_timeout_seconds = each.value

  # S3's notifications may have 64 KiB, phase events more: the largest that SQS takes.
  max_message_size = 1048576
}

# Kept longer than in the queue itself: a message's age goes on when it is moved here.
resource "aws_sqs_queue" "dead_letters" {
  for_each = local.visibility_seconds

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

# What SNS couldn't deliver to intake goes to intake's dead letters too.
resource "aws_sns_topic_subscription" "uploads" {
  endpoint             = aws_sqs_queue.this["intake"].arn
  protocol             = "sqs"
  raw_message_delivery = true
  redrive_policy       = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters["intake"].arn })
  topic_arn            = aws_sns_topic.uploads.arn

  depends_on = [aws_sqs_queue_policy.this, aws_sqs_queue_policy.dead_letters]
}

# Only what makes another phase begin, completes a set, or teaches the router. Where no phase does, there is nothing to
# subscribe to.
resource "aws_sns_topic_subscription" "phases" {
  count = length(var.events_wanted) > 0 ? 1 : 0

  endpoint = aws_sqs_queue.this["intake"].arn
  filter_policy = jsonencode({
    phase  = var.events_wanted
    status = var.ends_wanted
  })
  filter_policy_scope  = "MessageAttributes"
  protocol             = "sqs"
  raw_message_delivery = true
  redrive_policy       = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters["intake"].arn })
  topic_arn            = aws_sns_topic.phases.arn

  depends_on = [aws_sqs_queue_policy.this, aws_sqs_queue_policy.dead_letters]
}

resource "aws_cloudwatch_event_rule" "jobs" {
  description = "Ends of the jobs of ${var.prefix}"
  name        = "${var.prefix}-jobs"
  tags        = var.tags

  event_pattern = jsonencode({
    source      = ["aws.batch"]
    detail-type = ["Batch Job State Change"]
    detail = {
      jobQueue = var.job_queue_arns
      status   = ["SUCCEEDED", "FAILED"]
    }
  })
}

resource "aws_cloudwatch_event_target" "jobs" {
  arn       = aws_sqs_queue.this["intake"].arn
  rule      = aws_cloudwatch_event_rule.jobs.name
  target_id = "intake"

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters["intake"].arn
  }

  depends_on = [aws_sqs_queue_policy.this, aws_sqs_queue_policy.dead_letters]
}

# Asks the router to look for what nobody told it of: uploads, ends of jobs, jobs that wait, messages given up. Through the same queue as these: where it
# is far behind, so is the question.
resource "aws_cloudwatch_event_rule" "reconcile" {
  description         = "Looks for what was lost of ${var.prefix}, and for what is stuck"
  name                = "${var.prefix}-reconcile"
  schedule_expression = "rate(${var.reconcile_minutes} minutes)"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "reconcile" {
  arn       = aws_sqs_queue.this["intake"].arn
  rule      = aws_cloudwatch_event_rule.reconcile.name
  target_id = "intake"

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters["intake"].arn
  }

  input_transformer {
    input_paths    = { at = "$.time" }
    input_template = "{\"spillway\":\"reconcile.v1\",\"bucket\":\"${local.drop_bucket}\",\"at\":<at>,\"quietSeconds\":${local.quiet_seconds}}"
  }

  depends_on = [aws_sqs_queue_policy.this, aws_sqs_queue_policy.dead_letters]
}
