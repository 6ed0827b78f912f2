mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  prefix = "dev-weather"
}

run "has_no_way_out_but_to_aws" {
  command = apply

  assert {
    condition     = length(aws_subnet.private) == 2 && alltrue([for subnet in aws_subnet.private : subnet.map_public_ip_on_launch != true])
    error_message = "Two private subnets."
  }

  assert {
    condition     = jsonencode(sort([for name in keys(aws_vpc_endpoint.interface) : name])) == jsonencode(["ecr.api", "ecr.dkr", "kms", "logs", "sns"])
    error_message = "What a job talks to: ${jsonencode(keys(aws_vpc_endpoint.interface))}."
  }

  assert {
    condition     = aws_vpc_endpoint.s3.vpc_endpoint_type == "Gateway"
    error_message = "Files go through the gateway, which costs nothing."
  }
}

run "lets_nothing_in" {
  command = plan

  assert {
    condition     = aws_vpc_security_group_ingress_rule.endpoints_from_jobs.from_port == 443 && aws_vpc_security_group_ingress_rule.endpoints_from_jobs.cidr_ipv4 == null
    error_message = "Only jobs reach the endpoints, and only over TLS."
  }
}

run "gives_each_zone_its_own_addresses" {
  command = plan

  variables {
    cidr               = "192.168.0.0/24"
    availability_zones = 3
  }

  assert {
    condition     = jsonencode(sort([for subnet in aws_subnet.private : subnet.cidr_block])) == jsonencode(["192.168.0.0/26", "192.168.0.128/26", "192.168.0.64/26"])
    error_message = "Found ${jsonencode([for subnet in aws_subnet.private : subnet.cidr_block])}."
  }
}

run "refuses_a_network_that_is_too_small" {
  command = plan

  variables {
    cidr = "192.168.0.0/28"
  }

  expect_failures = [var.cidr]
}
