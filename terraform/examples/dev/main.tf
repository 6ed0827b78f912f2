provider "aws" {
  allowed_account_ids = [var.account_id]
  region              = var.region
}

module "pipeline" {
  source = "../../modules/pipeline"

  cost_centre    = var.cost_centre
  definition     = var.definition
  environment    = "dev"
  images         = var.images
  owner          = var.owner
  router_package = var.router_package

  force_destroy      = true
  log_retention_days = 7
  most_vcpus         = 16

  keep_days = {
    drop         = 30
    output       = 30
    ledger       = 30
    old_versions = 7
  }
}
