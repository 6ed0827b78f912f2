# A whole pipeline from its pipeline.yaml: add a phase there, and what it needs follows.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  prefix = "${var.environment}-${module.definition.pipeline}"

  # Eight characters that no other account or Region gives to a pipeline of this name.
  suffix = substr(sha256("${data.aws_caller_identity.current.account_id}/${data.aws_region.current.region}/${local.prefix}"), 0, 8)

  # Known before the bucket is: the topic's policy names it, and the bucket's notification needs that
  # policy.
  drop_bucket_arn = "arn:${data.aws_partition.current.partition}:s3:::${local.prefix}-drop-${local.suffix}"

  kms_key_arn = coalesce(var.kms_key_arn, one(module.encryption[*].key_arn))

  tags = {
    pipeline    = local.prefix
    environment = var.environment
    owner       = var.owner
    cost-centre = var.cost_centre
  }

  # What the function and the jobs are both told. The names are those of Settings and JobSettings in Java.
  told = {
    SPILLWAY_DEFINITION    = module.storage.definition
    SPILLWAY_OUTPUT_BUCKET = module.storage.names["output"]
    SPILLWAY_PHASES_TOPIC  = module.events.topic_arns.phases
    SPILLWAY_WORK_BUCKET   = module.storage.names["work"]
  }

  network = var.network != null ? var.network : {
    subnet_ids         = one(module.network[*].subnet_ids)
    security_group_ids = one(module.network[*].security_group_ids)
    assign_public_ip   = false
  }
}

module "definition" {
  source = "../definition"

  file = var.definition
}

module "encryption" {
  source = "../encryption"
  count  = var.kms_key_arn == null ? 1 : 0

  prefix = local.prefix
  tags   = local.tags
}

module "network" {
  source = "../network"
  count  = var.network == null ? 1 : 0

  prefix = local.prefix
  tags   = local.tags
}

module "storage" {
  source = "../storage"

  definition        = { json = module.definition.json, hash = module.definition.hash }
  force_destroy     = var.force_destroy
  keep_days         = var.keep_days
  kms_key_arn       = local.kms_key_arn
  prefix            = local.prefix
  suffix            = local.suffix
  tags              = local.tags
  uploads_topic_arn = module.events.topic_arns.uploads
}

module "events" {
  source = "../events"

  drop_bucket_arn            = local.drop_bucket_arn
  events_wanted              = module.definition.events_wanted
  ends_wanted                = module.definition.ends_wanted
  function_timeout_seconds   = var.router.timeout_seconds
  job_queue_arns             = values(module.batch.job_queue_arns)
  kms_key_arn                = local.kms_key_arn
  prefix                     = local.prefix
  submissions_window_seconds = var.submissions_window_seconds
  tags                       = local.tags
}

module "batch" {
  source = "../batch"

  assign_public_ip         = local.network.assign_public_ip
  buckets                  = local.bucket_arns
  environment              = local.told
  images                   = var.images
  job_sizes                = module.definition.job_sizes
  untouched                = module.definition.untouched
  kms_key_arn              = local.kms_key_arn
  log_retention_days       = var.log_retention_days
  most_vcpus               = var.most_vcpus
  permissions_boundary_arn = var.permissions_boundary_arn
  phases_topic_arn         = module.events.topic_arns.phases
  prefix                   = local.prefix
  security_group_ids       = local.network.security_group_ids
  subnet_ids               = local.network.subnet_ids
  tags                     = local.tags
}

module "router" {
  source = "../router"

  buckets                    = local.bucket_arns
  dead_letter_queue_arns     = [for queue in values(module.events.dead_letter_queues) : queue.arn]
  environment                = local.told
  job_definition_prefix      = "${local.prefix}-"
  job_queue_arns             = module.batch.job_queue_arns
  kms_key_arn                = local.kms_key_arn
  log_retention_days         = var.log_retention_days
  memory_mib                 = var.router.memory_mib
  most_at_once               = var.router.most_at_once
  package                    = var.router_package
  permissions_boundary_arn   = var.permissions_boundary_arn
  phases_topic_arn           = module.events.topic_arns.phases
  prefix                     = local.prefix
  queues                     = module.events.queues
  reserve_concurrency        = var.router.reserve_concurrency
  stuck_after_seconds        = var.router.stuck_after_seconds
  submissions_window_seconds = var.submissions_window_seconds
  tags                       = local.tags
  timeout_seconds            = var.router.timeout_seconds
  visibility_seconds         = module.events.visibility_seconds
}

module "monitoring" {
  source = "../monitoring"

  emails                   = var.notify.emails
  job_sizes                = { for size in values(module.definition.job_sizes) : size.phase => { vcpu = size.vcpu, memory_mib = size.memory_mib, spot = size.spot } if size.tier == 1 }
  kms_key_arn              = local.kms_key_arn
  log_retention_days       = var.log_retention_days
  notify_window_seconds    = var.notify.window_seconds
  package                  = var.monitoring_package
  pagerduty_url            = var.notify.pagerduty_url
  permissions_boundary_arn = var.permissions_boundary_arn
  phases_topic_arn         = module.events.topic_arns.phases
  pipeline                 = module.definition.pipeline
  prefix                   = local.prefix
  receivers                = var.notify.receivers
  receivers_secret_arn     = var.notify.receivers_secret_arn
  router_memory_mib        = var.router.memory_mib
  tags                     = local.tags
  work_bucket              = { arn = module.storage.arns["work"], name = module.storage.names["work"] }
}

module "observability" {
  source = "../observability"

  alarm_emails            = var.alarm_emails
  dead_letter_queue_names = merge({ for role, queue in module.events.dead_letter_queues : role => queue.name }, module.monitoring.dead_letter_queues)
  function_names          = merge({ router = module.router.function_name }, module.monitoring.function_names)
  kms_key_arn             = local.kms_key_arn
  monthly_budget_usd      = var.monthly_budget_usd
  phases                  = keys(module.definition.phases)
  pipeline                = module.definition.pipeline
  prefix                  = local.prefix
  queue_names             = { for role, queue in module.events.queues : role => queue.name }
  tags                    = local.tags
  thresholds              = var.alarm_thresholds
}

locals {
  bucket_arns = {
    drop   = local.drop_bucket_arn
    output = module.storage.arns["output"]
    work   = module.storage.arns["work"]
  }
}
