output "names" {
  description = "Names of the buckets: drop, output, work."
  value       = { for role, bucket in aws_s3_bucket.this : role => bucket.bucket }
}

output "arns" {
  description = "ARNs of the buckets: drop, output, work."
  value       = { for role, bucket in aws_s3_bucket.this : role => bucket.arn }
}

output "definition" {
  description = "Location of the definition, as the function and the jobs are told: s3://bucket/key."
  value       = "s3://${aws_s3_object.definition.bucket}/${aws_s3_object.definition.key}"
}
