data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "LambdaAssumes"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  for_each = local.functions

  assume_role_policy   = data.aws_iam_policy_document.trust.json
  name                 = "${var.prefix}-${each.key}"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  for_each = local.functions

  name   = each.key
  policy = data.aws_iam_policy_document.this[each.key].json
  role   = aws_iam_role.this[each.key].id
}

data "aws_iam_policy_document" "this" {
  for_each = local.functions

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this[each.key].arn}:*"]
  }

  statement {
    sid       = "TakeMessages"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"]
    resources = [aws_sqs_queue.this[each.key].arn]
  }

  statement {
    sid       = "UseTheKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arn]
  }

  dynamic "statement" {
    for_each = each.key == "history" ? [1] : []

    content {
      sid       = "WriteTheHistory"
      actions   = ["s3:PutObject"]
      resources = ["${var.work_bucket.arn}/history/*"]
    }
  }

  dynamic "statement" {
    for_each = each.key == "notifier" ? [1] : []

    content {
      sid       = "NoteWhatWasTold"
      actions   = ["s3:GetObject", "s3:PutObject"]
      resources = ["${var.work_bucket.arn}/notified/*"]
    }
  }

  # Listing tells an object that is gone (404) from one that may not be read (403).
  dynamic "statement" {
    for_each = each.key == "notifier" ? [1] : []

    content {
      sid       = "FindWhatWasTold"
      actions   = ["s3:ListBucket"]
      resources = [var.work_bucket.arn]
    }
  }

  dynamic "statement" {
    for_each = each.key == "notifier" && var.receivers_secret_arn != null ? [1] : []

    content {
      sid       = "ReadAddresses"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [var.receivers_secret_arn]
    }
  }

  dynamic "statement" {
    for_each = each.key == "notifier" && local.has_mail ? [1] : []

    content {
      sid       = "WriteMail"
      actions   = ["sns:Publish"]
      resources = aws_sns_topic.notices[*].arn
    }
  }
}

data "aws_iam_policy_document" "queue" {
  for_each = aws_sqs_queue.this

  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["sqs:SendMessage", "sqs:ReceiveMessage"]
    resources = [each.value.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  statement {
    sid       = "TopicDelivers"
    actions   = ["sqs:SendMessage"]
    resources = [each.value.arn]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [var.phases_topic_arn]
    }
  }
}

data "aws_iam_policy_document" "dead_letters" {
  for_each = aws_sqs_queue.dead_letters

  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["sqs:SendMessage", "sqs:ReceiveMessage"]
    resources = [each.value.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  statement {
    sid       = "UndeliverableEventsEndHere"
    actions   = ["sqs:SendMessage"]
    resources = [each.value.arn]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [var.phases_topic_arn]
    }
  }
}
