output "function_names" {
  description = "Names of the functions, by their role: history, and notifier where there is one."
  value       = { for role, function in aws_lambda_function.this : role => function.function_name }
}

output "queues" {
  description = "Names of the functions' queues, by their role."
  value       = { for role, queue in aws_sqs_queue.this : role => queue.name }
}

output "dead_letter_queues" {
  description = "Names of the dead-letter queues, by their role."
  value       = { for role, queue in aws_sqs_queue.dead_letters : role => queue.name }
}

output "history" {
  description = "Where the history is: location of its files, and database, table and workgroup to ask Athena with."
  value = {
    location  = "s3://${var.work_bucket.name}/history/"
    database  = aws_glue_catalog_database.this.name
    table     = aws_glue_catalog_table.history.name
    workgroup = aws_athena_workgroup.this.name
  }
}
