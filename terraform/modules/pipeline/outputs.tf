output "name" {
  description = "Name of the pipeline, as its definition says it."
  value       = module.definition.pipeline
}

output "prefix" {
  description = "What the names of all resources start with."
  value       = local.prefix
}

output "buckets" {
  description = "Names of the buckets: drop files into drop, find outputs in output; work is Spillway's own."
  value       = module.storage.names
}

output "definition" {
  description = "Where the definition lies that is in force."
  value       = module.storage.definition
}

output "phases_topic_arn" {
  description = "ARN of the topic to subscribe to."
  value       = module.events.topic_arns.phases
}

output "queues" {
  description = "ARN, name and URL of the queues intake and submissions."
  value       = module.events.queues
}

output "dead_letter_queues" {
  description = "ARN, name and URL of the dead-letter queues."
  value       = module.events.dead_letter_queues
}

output "job_queue_arns" {
  description = "ARNs of the Batch job queues."
  value       = module.batch.job_queue_arns
}

output "job_definitions" {
  description = "Names of the job definitions: <prefix>-<phase>-<tier>."
  value       = sort([for name in keys(module.definition.job_sizes) : "${local.prefix}-${name}"])
}

output "router" {
  description = "Name of the function, ARN of the alias in force, and its log group."
  value = {
    function_name = module.router.function_name
    alias_arn     = module.router.alias_arn
    log_group     = module.router.log_group
  }
}

output "alarms_topic_arn" {
  description = "ARN of the topic that alarms are published on."
  value       = module.observability.alarms_topic_arn
}

output "history" {
  description = "Where the history is: location of its files, and database, table and workgroup to ask Athena with."
  value       = module.monitoring.history
}
