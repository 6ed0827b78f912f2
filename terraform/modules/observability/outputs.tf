output "alarms_topic_arn" {
  description = "ARN of the topic that alarms are published on."
  value       = aws_sns_topic_policy.alarms.arn
}

output "alarm_names" {
  description = "Names of all alarms."
  value       = sort([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name])
}
