# Private subnets without a way out: jobs reach AWS through endpoints. Files travel through the gateway
# to S3, which costs nothing; through a NAT gateway each of their bytes would be paid for.

data "aws_availability_zones" "available" {
  state = "available"
}

data "aws_region" "current" {}

locals {
  zones = slice(data.aws_availability_zones.available.names, 0, var.availability_zones)

  # What a job talks to besides S3: its image, its log, its topic, its key.
  interfaces = toset(["ecr.api", "ecr.dkr", "logs", "sns", "kms"])
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  enable_dns_support   = true
  tags                 = merge(var.tags, { Name = var.prefix })
}

# Lets nothing in or out, should anything land in it.
resource "aws_default_security_group" "this" {
  tags   = merge(var.tags, { Name = "${var.prefix}-default" })
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "private" {
  for_each = { for number, zone in local.zones : zone => number }

  availability_zone = each.key
  cidr_block        = cidrsubnet(var.cidr, 2, each.value)
  tags              = merge(var.tags, { Name = "${var.prefix}-${each.key}" })
  vpc_id            = aws_vpc.this.id
}

resource "aws_route_table" "private" {
  tags   = merge(var.tags, { Name = "${var.prefix}-private" })
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table_association" "private" {
  for_each = aws_subnet.private

  route_table_id = aws_route_table.private.id
  subnet_id      = each.value.id
}

resource "aws_vpc_endpoint" "s3" {
  route_table_ids   = [aws_route_table.private.id]
  service_name      = "com.amazonaws.${data.aws_region.current.region}.s3"
  tags              = merge(var.tags, { Name = "${var.prefix}-s3" })
  vpc_endpoint_type = "Gateway"
  vpc_id            = aws_vpc.this.id
}

resource "aws_vpc_endpoint" "interface" {
  for_each = local.interfaces

  private_dns_enabled = true
  security_group_ids  = [aws_security_group.endpoints.id]
  service_name        = "com.amazonaws.${data.aws_region.current.region}.${each.value}"
  subnet_ids          = [for subnet in aws_subnet.private : subnet.id]
  tags                = merge(var.tags, { Name = "${var.prefix}-${each.value}" })
  vpc_endpoint_type   = "Interface"
  vpc_id              = aws_vpc.this.id
}

resource "aws_security_group" "jobs" {
  description = "Jobs of ${var.prefix}: out to AWS over TLS, nothing in"
  name        = "${var.prefix}-jobs"
  tags        = merge(var.tags, { Name = "${var.prefix}-jobs" })
  vpc_id      = aws_vpc.this.id
}

resource "aws_security_group" "endpoints" {
  description = "Endpoints of ${var.prefix}: in from its jobs over TLS"
  name        = "${var.prefix}-endpoints"
  tags        = merge(var.tags, { Name = "${var.prefix}-endpoints" })
  vpc_id      = aws_vpc.this.id
}

resource "aws_vpc_security_group_egress_rule" "jobs_to_endpoints" {
  description                  = "To the interface endpoints"
  from_port                    = 443
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.endpoints.id
  security_group_id            = aws_security_group.jobs.id
  tags                         = var.tags
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "jobs_to_s3" {
  description       = "To S3 through its gateway"
  from_port         = 443
  ip_protocol       = "tcp"
  prefix_list_id    = aws_vpc_endpoint.s3.prefix_list_id
  security_group_id = aws_security_group.jobs.id
  tags              = var.tags
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "endpoints_from_jobs" {
  description                  = "From the jobs"
  from_port                    = 443
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.jobs.id
  security_group_id            = aws_security_group.endpoints.id
  tags                         = var.tags
  to_port                      = 443
}
