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
  source_policy_documents = [module.work_rights.json]

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

  # Left where they are: somebody is told of them.
  statement {
    sid       = "LookAtDeadLetters"
    actions   = ["sqs:ReceiveMessage", "sqs:GetQueueAttributes"]
    resources = var.dead_letter_queue_arns
  }

  # AWS knows no resource for listing and describing jobs.
  statement {
    sid       = "FindJobs"
    actions   = ["batch:ListJobs", "batch:DescribeJobs"]
    resources = ["*"]
  }
}

module "work_rights" {
  source = "../work-rights"

  buckets          = var.buckets
  kms_key_arn      = var.kms_key_arn
  phases_topic_arn = var.phases_topic_arn
}
