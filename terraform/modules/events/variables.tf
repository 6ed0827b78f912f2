variable "prefix" {
  description = "What the names of all resources start with: <environment>-<pipeline>."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,5}-[a-z][a-z0-9-]{0,39}$", var.prefix))
    error_message = "The prefix \"${var.prefix}\" can't name resources: expected an environment of 2 to 6 lowercase letters and digits, a hyphen, and a pipeline of at most 40."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts what is kept here. Its policy must let S3, SNS, SQS and EventBridge use it, as the module encryption does."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource, such as owner and cost-centre."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "drop_bucket_arn" {
  description = "ARN of the bucket whose uploads are told of. A name made beforehand, so that the topic's policy stands before the bucket's notification."
  type        = string
  nullable    = false
}

variable "events_wanted" {
  description = "The phases whose ends the router wants to hear of. No others come back to it."
  type        = list(string)
  nullable    = false
}

variable "ends_wanted" {
  description = "The statuses by which it wants to hear of these ends: succeeded, failed, skipped."
  type        = list(string)
  default     = ["succeeded"]
  nullable    = false

  validation {
    condition     = length(var.ends_wanted) > 0 && length(setsubtract(var.ends_wanted, ["succeeded", "failed", "skipped"])) == 0
    error_message = "A phase ends succeeded, failed or skipped: found ${jsonencode(var.ends_wanted)}."
  }
}

variable "job_queue_arns" {
  description = "ARNs of the Batch job queues whose jobs' ends the router is told of."
  type        = list(string)
  nullable    = false
}

variable "function_timeout_seconds" {
  description = "Timeout of the router function, 1 to 900 s. A message stays hidden for six times as long."
  type        = number
  nullable    = false

  validation {
    condition     = var.function_timeout_seconds >= 1 && var.function_timeout_seconds <= 900
    error_message = "A function's timeout is 1 to 900 s: found ${var.function_timeout_seconds}."
  }
}

variable "submissions_window_seconds" {
  description = "For how long work items for Batch are gathered before they are submitted, 1 to 300 s. The longer, the fewer jobs."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.submissions_window_seconds >= 1 && var.submissions_window_seconds <= 300
    error_message = "Lambda gathers messages for 1 to 300 s: found ${var.submissions_window_seconds}."
  }
}

variable "reconcile_minutes" {
  description = "How often is looked for what nobody told of, and for what is stuck, 2 to 1440 minutes. Each time the drop bucket is listed, 1,000 versions to a request."
  type        = number
  default     = 15
  nullable    = false

  validation {
    condition     = var.reconcile_minutes >= 2 && var.reconcile_minutes <= 1440
    error_message = "What was lost is looked for every 2 to 1440 minutes: found ${var.reconcile_minutes}."
  }
}
