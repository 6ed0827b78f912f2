# Three buckets: people write to drop, phases to output, and Spillway keeps its ledger in work. That
# outputs land in another bucket than drops keeps the pipeline from feeding itself.

locals {
  names = {
    drop   = "${var.prefix}-drop-${var.suffix}"
    output = "${var.prefix}-output-${var.suffix}"
    work   = "${var.prefix}-work-${var.suffix}"
  }

  # What goes after a time of its own. Old versions and forgotten uploads go everywhere.
  expiring = {
    drop   = [for days in [var.keep_days.drop] : { id = "dropped-files", prefix = "", days = days } if days != null]
    output = [for days in [var.keep_days.output] : { id = "outputs", prefix = "", days = days } if days != null]
    work = concat(
      # What was learned is written anew all the time; only the newest is ever read.
      [{ id = "learned-rates", prefix = "rates/", days = 30 }],
      # Only where the last look for lost uploads ended is ever read.
      [{ id = "looks-for-lost-uploads", prefix = "reconcile/", days = 30 }],
      # A wait or a message that was told of is over by then, or given up.
      [{ id = "told-to-be-stuck", prefix = "stuck/", days = 30 }],
      # What was told is asked for as long as a message can come again; answers of Athena are read at once.
      [{ id = "notified", prefix = "notified/", days = 30 }, { id = "answers", prefix = "athena/", days = 7 }],
      [for days in [var.keep_days.ledger] : { id = "ledger", prefix = "ledger/", days = days } if days != null],
    )
  }
}

resource "aws_s3_bucket" "this" {
  for_each = local.names

  bucket        = each.value
  force_destroy = var.force_destroy
  tags          = merge(var.tags, { Name = each.value })
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = var.kms_key_arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = aws_s3_bucket.this

  block_public_acls       = true
  block_public_policy     = true
  bucket                  = each.value.id
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id
  policy = data.aws_iam_policy_document.bucket[each.key].json

  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  rule {
    id     = "old-versions-and-pending-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = var.pending_upload_days
    }

    noncurrent_version_expiration {
      noncurrent_days = var.keep_days.old_versions
    }
  }

  dynamic "rule" {
    for_each = local.expiring[each.key]

    content {
      id     = rule.value.id
      status = "Enabled"

      filter {
        prefix = rule.value.prefix
      }

      expiration {
        days = rule.value.days
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

# The whole of a bucket's notifications is one document: nothing else may configure this bucket's.
# One rule without a filter: what a phase wants is the router's to say, and rules must not overlap.
resource "aws_s3_bucket_notification" "drop" {
  bucket = aws_s3_bucket.this["drop"].id

  topic {
    events    = ["s3:ObjectCreated:*"]
    id        = "uploads"
    topic_arn = var.uploads_topic_arn
  }
}

# Named by its hash and so never changed: what is being worked on finishes with the definition that
# routed it.
resource "aws_s3_object" "definition" {
  bucket       = aws_s3_bucket.this["work"].id
  content      = var.definition.json
  content_type = "application/json"
  key          = "definitions/${var.definition.hash}.json"
  tags         = var.tags

  depends_on = [aws_s3_bucket_server_side_encryption_configuration.this, aws_s3_bucket_versioning.this]
}
