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

# Names, units, thresholds and what they mean are data, which Java's tests compare with the code that writes
# the metrics, and docs/operations.md with both.
locals {
  told = jsondecode(file("${path.module}/metrics.json"))

  # What an alarm may be of: by its name there, the dimensions that pick it.
  subjects = {
    "dead-letter-queue" = { for role, name in var.dead_letter_queue_names : role => { QueueName = name } }
    "queue"             = { for role, name in var.queue_names : role => { QueueName = name } }
    "function"          = { for role, name in var.function_names : role => { FunctionName = name } }
    "phase"             = { for phase in var.phases : phase => { pipeline = var.pipeline, phase = phase } }
    "pipeline"          = { pipeline = { pipeline = var.pipeline } }
  }

  alarms = merge([
    for alarm in local.told.alarms : {
      for subject, dimensions in local.subjects[alarm.of] : "${subject}-${alarm.name}" => merge(alarm, {
        above      = lookup(var.thresholds, alarm.name, alarm.above)
        dimensions = dimensions
        expression = try(alarm.expression, null)
      })
    }
  ]...)
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_actions       = [aws_sns_topic.alarms.arn]
  alarm_description   = "${join(", ", values(each.value.dimensions))}: ${each.value.means}. More than ${each.value.above} ${each.value.unit}. What to do: ${each.value.do}."
  alarm_name          = "${var.prefix}-${each.key}"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = each.value.times
  tags                = var.tags
  threshold           = each.value.above
  treat_missing_data  = "notBreaching"

  # Of one metric, or of a calculation with several.
  dimensions  = each.value.expression == null ? each.value.dimensions : null
  metric_name = each.value.expression == null ? each.value.metrics.it : null
  namespace   = each.value.expression == null ? each.value.namespace : null
  period      = each.value.expression == null ? each.value.period : null
  statistic   = each.value.expression == null ? each.value.statistic : null

  dynamic "metric_query" {
    for_each = each.value.expression == null ? {} : { value = each.value.expression }

    content {
      expression  = metric_query.value
      id          = metric_query.key
      label       = each.key
      return_data = true
    }
  }

  dynamic "metric_query" {
    for_each = each.value.expression == null ? {} : each.value.metrics

    content {
      id          = metric_query.key
      return_data = false

      metric {
        dimensions  = each.value.dimensions
        metric_name = metric_query.value
        namespace   = each.value.namespace
        period      = each.value.period
        stat        = each.value.statistic
      }
    }
  }
}

moved {
  from = aws_cloudwatch_metric_alarm.dead_letters["intake"]
  to   = aws_cloudwatch_metric_alarm.this["intake-dead-letters"]
}

moved {
  from = aws_cloudwatch_metric_alarm.dead_letters["submissions"]
  to   = aws_cloudwatch_metric_alarm.this["submissions-dead-letters"]
}

moved {
  from = aws_cloudwatch_metric_alarm.oldest_message["intake"]
  to   = aws_cloudwatch_metric_alarm.this["intake-oldest-message"]
}

moved {
  from = aws_cloudwatch_metric_alarm.oldest_message["submissions"]
  to   = aws_cloudwatch_metric_alarm.this["submissions-oldest-message"]
}

moved {
  from = aws_cloudwatch_metric_alarm.errors
  to   = aws_cloudwatch_metric_alarm.this["router-errors"]
}

moved {
  from = aws_cloudwatch_metric_alarm.throttles
  to   = aws_cloudwatch_metric_alarm.this["router-throttles"]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.prefix

  dashboard_body = jsonencode({
    widgets = concat([
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
            for name in ["Invocations", "Errors", "Throttles"] : ["AWS/Lambda", name, "FunctionName", var.function_names.router]
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
            for statistic in ["p50", "p95", "Maximum"] : ["AWS/Lambda", "Duration", "FunctionName", var.function_names.router, { stat = statistic }]
          ]
        }
      },
      ], [
      for place, widget in local.told.dashboard : {
        type = "metric", x = 12 * (place % 2), y = 12 + 6 * floor(place / 2), width = 12, height = 6
        properties = {
          title  = widget.title
          region = data.aws_region.current.region
          period = 300
          metrics = [
            [{ expression = "SEARCH('{${local.told.namespace},pipeline,phase} MetricName=\"${widget.metric}\" pipeline=\"${var.pipeline}\"', '${widget.statistic}')" }]
          ]
        }
      }
    ])
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
