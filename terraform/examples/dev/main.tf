provider "aws" {
  allowed_account_ids = [var.account_id]
  region              = var.region
}

# The default network and its public subnets: nothing to pay for while nothing runs. Jobs get public
# addresses, by which they reach AWS, and a security group that lets nothing in.
data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

resource "aws_security_group" "jobs" {
  description = "Jobs: out over TLS, nothing in"
  name_prefix = "spillway-dev-jobs-"
  vpc_id      = data.aws_vpc.default.id
}

resource "aws_vpc_security_group_egress_rule" "jobs" {
  cidr_ipv4         = "0.0.0.0/0"
  description       = "To AWS"
  from_port         = 443
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.jobs.id
  to_port           = 443
}

module "pipeline" {
  source = "../../modules/pipeline"

  cost_centre        = var.cost_centre
  definition         = var.definition
  environment        = "dev"
  images             = var.images
  monitoring_package = var.monitoring_package
  owner              = var.owner
  router_package     = var.router_package

  network = {
    assign_public_ip   = true
    security_group_ids = [aws_security_group.jobs.id]
    subnet_ids         = data.aws_subnets.default.ids
  }

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
