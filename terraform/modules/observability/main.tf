# Who is told what: alarms on what nothing mends by itself, and one page with the rest.

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

resource "aws_sns_topic" "alarms" {
  kms_master_key_id = var.kms_key_arn
  name              = "${var.prefix}-alarms"
  tags              = var.tags
}

resource "aws_sns_topic_policy" "alarms" {
  arn    = aws_sns_topic.alarms.arn
  policy = data.aws_iam_policy_document.alarms.json
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = var.alarm_emails

  endpoint  = each.value
  protocol  = "email"
  topic_arn = aws_sns_topic.alarms.arn
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  for_each = var.dead_letter_queue_names

  alarm_actions       = [aws_sns_topic.alarms.arn]
  alarm_description   = "Messages of ${each.key} were given up. They lie in ${each.value} for 14 days: read one, mend the cause, start a redrive."
  alarm_name          = "${var.prefix}-${each.key}-dead-letters"
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { QueueName = each.value }
  evaluation_periods  = 1
  metric_name         = "ApproximateNumberOfMessagesVisible"
  namespace           = "AWS/SQS"
  period              = 60
  statistic           = "Maximum"
  tags                = var.tags
  threshold           = 0
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "oldest_message" {
  for_each = var.queue_names

  alarm_actions       = [aws_sns_topic.alarms.arn]
  alarm_description   = "A message has waited in ${each.value} for more than ${var.oldest_message_seconds} s: the router is stuck, throttled or too slow. See its log and its concurrency."
  alarm_name          = "${var.prefix}-${each.key}-oldest-message"
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { QueueName = each.value }
  evaluation_periods  = 3
  metric_name         = "ApproximateAgeOfOldestMessage"
  namespace           = "AWS/SQS"
  period              = 60
  statistic           = "Maximum"
  tags                = var.tags
  threshold           = var.oldest_message_seconds
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_actions       = [aws_sns_topic.alarms.arn]
  alarm_description   = "Invocations of ${var.function_name} ended without an answer, five minutes on end. Their messages come again; its log says why."
  alarm_name          = "${var.prefix}-router-errors"
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { FunctionName = var.function_name }
  evaluation_periods  = 5
  metric_name         = "Errors"
  namespace           = "AWS/Lambda"
  period              = 60
  statistic           = "Sum"
  tags                = var.tags
  threshold           = 0
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "throttles" {
  alarm_actions       = [aws_sns_topic.alarms.arn]
  alarm_description   = "${var.function_name} was refused invocations, fifteen minutes on end: the account's concurrency is used up."
  alarm_name          = "${var.prefix}-router-throttles"
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { FunctionName = var.function_name }
  evaluation_periods  = 15
  metric_name         = "Throttles"
  namespace           = "AWS/Lambda"
  period              = 60
  statistic           = "Sum"
  tags                = var.tags
  threshold           = 0
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.prefix

  dashboard_body = jsonencode({
    widgets = [
      {
        type = "metric", x = 0, y = 0, width = 12, height = 6
        properties = {
          title   = "Waiting messages"
          region  = data.aws_region.current.region
          stat    = "Maximum"
          period  = 60
          metrics = [for name in concat(values(var.queue_names), values(var.dead_letter_queue_names)) : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name]]
        }
      },
      {
        type = "metric", x = 12, y = 0, width = 12, height = 6
        properties = {
          title   = "Age of the oldest message, s"
          region  = data.aws_region.current.region
          stat    = "Maximum"
          period  = 60
          metrics = [for name in values(var.queue_names) : ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", name]]
        }
      },
      {
        type = "metric", x = 0, y = 6, width = 12, height = 6
        properties = {
          title  = "Router: invocations, errors, throttles"
          region = data.aws_region.current.region
          stat   = "Sum"
          period = 60
          metrics = [
            for name in ["Invocations", "Errors", "Throttles"] : ["AWS/Lambda", name, "FunctionName", var.function_name]
          ]
        }
      },
      {
        type = "metric", x = 12, y = 6, width = 12, height = 6
        properties = {
          title  = "Router: duration, ms"
          region = data.aws_region.current.region
          period = 60
          metrics = [
            for statistic in ["p50", "p95", "Maximum"] : ["AWS/Lambda", "Duration", "FunctionName", var.function_name, { stat = statistic }]
          ]
        }
      },
    ]
  })
}

resource "aws_budgets_budget" "this" {
  count = var.monthly_budget_usd == null ? 0 : 1

  budget_type  = "COST"
  limit_amount = tostring(var.monthly_budget_usd)
  limit_unit   = "USD"
  name         = var.prefix
  time_unit    = "MONTHLY"
  tags         = var.tags

  cost_filter {
    name   = "TagKeyValue"
    values = [format("user:pipeline$%s", var.prefix)]
  }

  dynamic "notification" {
    for_each = length(var.alarm_emails) > 0 ? { ACTUAL = 80, FORECASTED = 100 } : {}

    content {
      comparison_operator        = "GREATER_THAN"
      notification_type          = notification.key
      subscriber_email_addresses = var.alarm_emails
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
    }
  }
}
