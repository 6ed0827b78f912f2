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
