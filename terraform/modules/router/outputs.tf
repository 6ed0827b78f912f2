output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "alias_arn" {
  description = "ARN of the alias that the queues invoke."
  value       = aws_lambda_alias.live.arn
}

output "role_arn" {
  description = "ARN of the function's role."
  value       = aws_iam_role.this.arn
}

output "log_group" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.this.name
}
