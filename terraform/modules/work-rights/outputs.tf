output "json" {
  description = "The policy document as JSON."
  value       = data.aws_iam_policy_document.work.json
}
