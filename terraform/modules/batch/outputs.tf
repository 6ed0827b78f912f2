output "job_queue_arns" {
  description = "ARNs of the job queues: spot, and on-demand for phases that say spot: false."
  value       = { for name, queue in aws_batch_job_queue.this : name => queue.arn }
}

output "job_definition_arns" {
  description = "ARNs of the job definitions by <phase>-<tier>, without their revisions."
  value       = { for name, definition in aws_batch_job_definition.this : name => definition.arn_prefix }
}

output "job_role_arn" {
  description = "ARN of the role with which jobs work."
  value       = aws_iam_role.job.arn
}

output "log_group" {
  description = "Name of the jobs' log group."
  value       = aws_cloudwatch_log_group.jobs.name
}

output "exit_statuses" {
  description = "The exit statuses by which the retry rules tell how a job ended."
  value       = local.exit_statuses
}
