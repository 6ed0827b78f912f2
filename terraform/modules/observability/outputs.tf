output "alarms_topic_arn" {
  description = "ARN of the topic that alarms are published on."
  value       = aws_sns_topic_policy.alarms.arn
}

output "alarm_names" {
  description = "Names of all alarms."
  value = sort(concat(
    [for alarm in aws_cloudwatch_metric_alarm.dead_letters : alarm.alarm_name],
    [for alarm in aws_cloudwatch_metric_alarm.oldest_message : alarm.alarm_name],
    [aws_cloudwatch_metric_alarm.errors.alarm_name, aws_cloudwatch_metric_alarm.throttles.alarm_name],
  ))
}
