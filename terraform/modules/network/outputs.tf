output "subnet_ids" {
  description = "Subnets in which jobs run."
  value       = [for subnet in aws_subnet.private : subnet.id]

  # A job that starts before its way to AWS stands can't fetch its image.
  depends_on = [aws_vpc_endpoint.interface, aws_vpc_endpoint.s3, aws_route_table_association.private]
}

output "security_group_ids" {
  description = "Security groups of the jobs."
  value       = [aws_security_group.jobs.id]
}
