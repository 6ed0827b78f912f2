data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  batch_arn = "arn:${data.aws_partition.current.partition}:batch:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}"
}

resource "aws_iam_role" "this" {
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  name                 = "${var.prefix}-router"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

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

resource "aws_iam_role_policy" "this" {
  name   = "router"
  policy = data.aws_iam_policy_document.this.json
  role   = aws_iam_role.this.id
}

data "aws_iam_policy_document" "this" {
  source_policy_documents = [data.aws_iam_policy_document.work.json]

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  # The drop bucket is compared with the ledger, to find uploads whose event was lost.
  statement {
    sid       = "FindLostUploads"
    actions   = ["s3:ListBucketVersions"]
    resources = [var.buckets.drop]
  }

  statement {
    sid       = "TakeAndHandOnMessages"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:SendMessage"]
    resources = [var.queues["intake"].arn, var.queues["submissions"].arn]
  }

  statement {
    sid     = "SubmitJobs"
    actions = ["batch:SubmitJob"]
    resources = concat(
      values(var.job_queue_arns),
      ["${local.batch_arn}:job-definition/${var.job_definition_prefix}*"],
    )
  }

  statement {
    sid       = "TagJobs"
    actions   = ["batch:TagResource"]
    resources = ["${local.batch_arn}:job/*"]
  }

  # AWS knows no resource for listing jobs.
  statement {
    sid       = "FindJobsByName"
    actions   = ["batch:ListJobs"]
    resources = ["*"]
  }
}

# What a work item needs wherever it runs, in the function or in a job: the same code, the same rights.
data "aws_iam_policy_document" "work" {
  # Listing tells an object that is gone (404) from one that may not be read (403).
  statement {
    sid       = "ListBuckets"
    actions   = ["s3:ListBucket"]
    resources = [var.buckets.drop, var.buckets.output, var.buckets.work]
  }

  statement {
    sid       = "ReadDrops"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = ["${var.buckets.drop}/*"]
  }

  # Read as well as written: what one phase writes the next one reads.
  statement {
    sid       = "ReadAndWriteOutputs"
    actions   = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
    resources = ["${var.buckets.output}/*"]
  }

  # Never deleted: the ledger only grows.
  statement {
    sid       = "KeepTheLedger"
    actions   = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
    resources = ["${var.buckets.work}/*"]
  }

  statement {
    sid       = "PublishPhaseEvents"
    actions   = ["sns:Publish"]
    resources = [var.phases_topic_arn]
  }

  statement {
    sid       = "UseTheKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arn]
  }
}
