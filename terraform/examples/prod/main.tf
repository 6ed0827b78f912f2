provider "aws" {
  allowed_account_ids = [var.account_id]
  region              = var.region
}

module "pipeline" {
  source = "../../modules/pipeline"

  cost_centre        = var.cost_centre
  definition         = var.definition
  environment        = "prod"
  images             = var.images
  monitoring_package = var.monitoring_package
  owner              = var.owner
  router_package     = var.router_package

  alarm_emails       = var.alarm_emails
  log_retention_days = 365
  monthly_budget_usd = var.monthly_budget_usd
  most_vcpus         = 256

  notify = merge(var.notify, { emails = var.alarm_emails })

  router = {
    most_at_once        = 200
    reserve_concurrency = true
  }

  keep_days = {
    old_versions = 90
  }
}
