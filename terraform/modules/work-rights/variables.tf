variable "buckets" {
  description = "ARNs of the buckets drop, output and work."
  type = object({
    drop   = string
    output = string
    work   = string
  })
  nullable = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts what is kept here. Its policy must let S3, SNS, SQS and EventBridge use it, as the module encryption does."
  type        = string
  nullable    = false
}

variable "phases_topic_arn" {
  description = "ARN of the topic that phase events are published on."
  type        = string
  nullable    = false
}
