mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  prefix            = "dev-weather"
  suffix            = "0a1b2c3d"
  kms_key_arn       = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  uploads_topic_arn = "arn:aws:sns:eu-west-1:123456789012:dev-weather-uploads"
  definition        = { json = "{}", hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" }
}

run "keeps_every_bucket_to_itself" {
  command = plan

  assert {
    condition = alltrue([
      for role in ["drop", "output", "work"] :
      aws_s3_bucket_public_access_block.this[role].block_public_acls
      && aws_s3_bucket_public_access_block.this[role].block_public_policy
      && aws_s3_bucket_public_access_block.this[role].ignore_public_acls
      && aws_s3_bucket_public_access_block.this[role].restrict_public_buckets
    ])
    error_message = "Every bucket blocks public access in all four ways."
  }

  assert {
    condition     = alltrue([for role in ["drop", "output", "work"] : aws_s3_bucket_ownership_controls.this[role].rule[0].object_ownership == "BucketOwnerEnforced"])
    error_message = "Every bucket's objects are its owner's."
  }

  assert {
    condition     = alltrue([for role in ["drop", "output", "work"] : contains(keys(aws_s3_bucket_policy.this), role)])
    error_message = "Every bucket has the policy that demands TLS."
  }

  assert {
    condition = alltrue([
      for role in ["drop", "output", "work"] :
      one(aws_s3_bucket_server_side_encryption_configuration.this[role].rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms"
      && one(aws_s3_bucket_server_side_encryption_configuration.this[role].rule).apply_server_side_encryption_by_default[0].kms_master_key_id == var.kms_key_arn
    ])
    error_message = "Every bucket is encrypted with the pipeline's key."
  }

  assert {
    condition     = alltrue([for role in ["drop", "output", "work"] : aws_s3_bucket_versioning.this[role].versioning_configuration[0].status == "Enabled"])
    error_message = "Every bucket keeps versions: work items are pinned to one."
  }
}

run "does_not_abort_uploads_that_a_job_may_still_commit" {
  command = plan

  assert {
    condition = alltrue([
      for role in ["drop", "output", "work"] :
      aws_s3_bucket_lifecycle_configuration.this[role].rule[0].abort_incomplete_multipart_upload[0].days_after_initiation > 14
    ])
    error_message = "The longest job takes 14 days."
  }
}

run "refuses_to_abort_uploads_within_the_longest_job" {
  command = plan

  variables {
    pending_upload_days = 14
  }

  expect_failures = [var.pending_upload_days]
}

run "tells_of_every_upload_by_one_rule" {
  command = plan

  assert {
    condition     = length(aws_s3_bucket_notification.drop.topic) == 1 && length(aws_s3_bucket_notification.drop.queue) == 0 && length(aws_s3_bucket_notification.drop.lambda_function) == 0
    error_message = "One document, one rule."
  }

  assert {
    condition     = jsonencode(tolist(aws_s3_bucket_notification.drop.topic[0].events)) == jsonencode(["s3:ObjectCreated:*"]) && aws_s3_bucket_notification.drop.topic[0].filter_prefix == null && aws_s3_bucket_notification.drop.topic[0].filter_suffix == null
    error_message = "All uploads, whatever their keys: the router says of each what becomes of it."
  }
}

run "keeps_what_it_is_not_told_to_delete" {
  command = plan

  assert {
    condition     = alltrue([for role in ["drop", "output", "work"] : length([for rule in aws_s3_bucket_lifecycle_configuration.this[role].rule : rule if !contains(["old-versions-and-pending-uploads", "learned-rates", "looks-for-lost-uploads", "told-to-be-stuck", "notified", "answers"], rule.id)]) == 0 && !aws_s3_bucket.this[role].force_destroy])
    error_message = "Nothing but old versions, forgotten uploads and outdated rates goes by itself."
  }
}

run "deletes_what_it_is_told_to_after_the_days_given" {
  command = plan

  variables {
    keep_days = { drop = 3, output = 4, ledger = 5, old_versions = 6 }
  }

  assert {
    condition = (
      aws_s3_bucket_lifecycle_configuration.this["drop"].rule[1].expiration[0].days == 3
      && aws_s3_bucket_lifecycle_configuration.this["output"].rule[1].expiration[0].days == 4
      && aws_s3_bucket_lifecycle_configuration.this["work"].rule[6].expiration[0].days == 5
      && aws_s3_bucket_lifecycle_configuration.this["work"].rule[6].filter[0].prefix == "ledger/"
    )
    error_message = "Each bucket has its own days; in work only the ledger goes, never a definition."
  }
}

run "stores_the_definition_under_its_hash" {
  command = plan

  assert {
    condition     = aws_s3_object.definition.key == "definitions/44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a.json"
    error_message = "Found ${aws_s3_object.definition.key}."
  }
}
