# One key for buckets, topics, queues and logs of a pipeline. The keys that AWS manages won't do: S3
# can't publish to a topic, nor SNS deliver to a queue, that is encrypted with one.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

resource "aws_kms_key" "this" {
  deletion_window_in_days = var.deletion_window_days
  description             = "Files, messages and logs of the pipeline ${var.prefix}"
  enable_key_rotation     = true
  policy                  = data.aws_iam_policy_document.key.json
  tags                    = var.tags
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.prefix}"
  target_key_id = aws_kms_key.this.key_id
}
