output "topic_arns" {
  description = "ARNs of the topics: uploads, once its policy stands, and phases."
  value = {
    uploads = aws_sns_topic_policy.uploads.arn
    phases  = aws_sns_topic.phases.arn
  }
}

output "queues" {
  description = "ARN, URL and name of the queues intake and submissions."
  value       = { for name, queue in aws_sqs_queue.this : name => { arn = queue.arn, name = queue.name, url = queue.url } }
}

output "dead_letter_queues" {
  description = "ARN, URL and name of the dead-letter queues of intake and submissions."
  value       = { for name, queue in aws_sqs_queue.dead_letters : name => { arn = queue.arn, name = queue.name, url = queue.url } }
}

output "visibility_seconds" {
  description = "For how long a message of each queue stays hidden once it was received."
  value       = local.visibility_seconds
}
