# The router function, behind an alias with SnapStart, fed by two queues.

locals {
  # Two invocations at most, each of which submits 20 jobs a second: below the 50 that Batch takes of an
  # account and Region. Source: AWS Batch User Guide, "Service quotas".
  most_submitting = 2
}

resource "aws_cloudwatch_log_group" "this" {
  kms_key_id        = var.kms_key_arn
  name              = "/aws/lambda/${var.prefix}-router"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_lambda_function" "this" {
  architectures                  = ["arm64"]
  filename                       = var.package
  function_name                  = "${var.prefix}-router"
  handler                        = "io.spillway.router.RouterFunction"
  kms_key_arn                    = var.kms_key_arn
  memory_size                    = var.memory_mib
  publish                        = true
  reserved_concurrent_executions = var.reserve_concurrency ? var.most_at_once + local.most_submitting : -1
  role                           = aws_iam_role.this.arn
  runtime                        = "java25"
  source_code_hash               = filebase64sha256(var.package)
  tags                           = var.tags
  timeout                        = var.timeout_seconds

  environment {
    variables = merge(var.environment, {
      # Without it the hooks by which the function practises before its snapshot may not be called.
      JAVA_TOOL_OPTIONS              = "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"
      SPILLWAY_INTAKE_QUEUE          = var.queues["intake"].url
      SPILLWAY_JOB_DEFINITION_PREFIX = var.job_definition_prefix
      SPILLWAY_JOB_QUEUE             = "${var.prefix}-spot"
      SPILLWAY_ON_DEMAND_JOB_QUEUE   = "${var.prefix}-on-demand"
      SPILLWAY_STUCK_AFTER_SECONDS   = tostring(var.stuck_after_seconds)
      SPILLWAY_SUBMISSIONS_QUEUE     = var.queues["submissions"].url
    })
  }

  logging_config {
    log_format = "Text" # the function writes JSON itself
    log_group  = aws_cloudwatch_log_group.this.name
  }

  snap_start {
    apply_on = "PublishedVersions"
  }

  lifecycle {
    precondition {
      condition     = alltrue([for seconds in values(var.visibility_seconds) : seconds >= 6 * var.timeout_seconds])
      error_message = "A message must stay hidden for six times the function's ${var.timeout_seconds} s: found ${jsonencode(var.visibility_seconds)}."
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

# What the queues invoke: SnapStart is of published versions.
resource "aws_lambda_alias" "live" {
  description      = "The version that works"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
  name             = "live"
}

# A chain of phases comes back to this function once a phase. Lambda would cut it after about 16 times
# and drop the message; the router counts hops itself, and ./spillway validate bounds the chain.
resource "aws_lambda_function_recursion_config" "this" {
  function_name  = aws_lambda_function.this.function_name
  recursive_loop = "Allow"
}

resource "aws_lambda_event_source_mapping" "intake" {
  batch_size              = 10
  event_source_arn        = var.queues["intake"].arn
  function_name           = aws_lambda_alias.live.arn
  function_response_types = ["ReportBatchItemFailures"]
  tags                    = var.tags

  scaling_config {
    maximum_concurrency = var.most_at_once
  }
}

resource "aws_lambda_event_source_mapping" "submissions" {
  batch_size                         = 1000
  event_source_arn                   = var.queues["submissions"].arn
  function_name                      = aws_lambda_alias.live.arn
  function_response_types            = ["ReportBatchItemFailures"]
  maximum_batching_window_in_seconds = var.submissions_window_seconds
  tags                               = var.tags

  scaling_config {
    maximum_concurrency = local.most_submitting
  }
}
