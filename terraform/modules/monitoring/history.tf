# The history as a table: files of JSON lines, whose partitions Athena computes instead of being told of each.

locals {
  # As HistoryRecord in Java writes them. Times are texts of one length, so that they sort.
  columns = {
    event                      = "string"
    time                       = "string"
    phase                      = "string"
    status                     = "string"
    kind                       = "string"
    reason                     = "string"
    route                      = "string"
    route_reason               = "string"
    predicted_seconds          = "bigint"
    object                     = "string"
    item                       = "string"
    upload                     = "string"
    upload_object              = "string"
    arrived                    = "string"
    content_type               = "string"
    input_bytes                = "bigint"
    hops                       = "int"
    after                      = "string"
    waited_ms                  = "bigint"
    attempts                   = "int"
    outputs                    = "int"
    started                    = "string"
    duration_ms                = "bigint"
    bytes_read                 = "bigint"
    bytes_written              = "bigint"
    peak_memory_bytes          = "bigint"
    programs_peak_memory_bytes = "bigint"
    processor_ms               = "bigint"
    claim_ms                   = "bigint"
    read_ms                    = "bigint"
    stage_ms                   = "bigint"
    store_ms                   = "bigint"
    commit_ms                  = "bigint"
    cost_usd                   = "double"
    tags                       = "map<string,string>"
  }
}

resource "aws_glue_catalog_database" "this" {
  description = "History of ${var.prefix}"
  name        = replace(var.prefix, "-", "_")
  tags        = var.tags
}

resource "aws_glue_catalog_table" "history" {
  database_name = aws_glue_catalog_database.this.name
  description   = "How each work item ended, and notices. A line may stand twice: count each event once."
  name          = "history"
  table_type    = "EXTERNAL_TABLE"

  parameters = {
    "classification"             = "json"
    "projection.enabled"         = "true"
    "projection.day.format"      = "yyyy-MM-dd"
    "projection.day.range"       = "2026-01-01,NOW"
    "projection.day.type"        = "date"
    "projection.pipeline.type"   = "enum"
    "projection.pipeline.values" = var.pipeline
    "storage.location.template"  = "s3://${var.work_bucket.name}/history/pipeline=$${pipeline}/day=$${day}"
  }

  partition_keys {
    name = "pipeline"
    type = "string"
  }

  partition_keys {
    name = "day"
    type = "string"
  }

  storage_descriptor {
    input_format  = "org.apache.hadoop.mapred.TextInputFormat"
    location      = "s3://${var.work_bucket.name}/history/"
    output_format = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"

    dynamic "columns" {
      for_each = local.columns

      content {
        name = columns.key
        type = columns.value
      }
    }

    ser_de_info {
      serialization_library = "org.openx.data.jsonserde.JsonSerDe"
    }
  }
}

resource "aws_athena_workgroup" "this" {
  description   = "Questions to the history of ${var.prefix}"
  force_destroy = true
  name          = var.prefix
  tags          = var.tags

  configuration {
    bytes_scanned_cutoff_per_query     = var.query_limit_gib * 1073741824
    enforce_workgroup_configuration    = true
    publish_cloudwatch_metrics_enabled = false

    result_configuration {
      output_location = "s3://${var.work_bucket.name}/athena/"

      encryption_configuration {
        encryption_option = "SSE_KMS"
        kms_key_arn       = var.kms_key_arn
      }
    }
  }
}
