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

variable "permissions_boundary_arn" {
  description = "ARN of a policy that bounds what the roles made here may ever do; null for none."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "Days for which logs are kept: one of those that CloudWatch Logs offers. Its own default is for ever."
  type        = number
  default     = 30
  nullable    = false
}

variable "phases_topic_arn" {
  description = "ARN of the topic that phase events are published on."
  type        = string
  nullable    = false
}

variable "pipeline" {
  description = "Name of the pipeline as its definition says it: the partition of its history."
  type        = string
  nullable    = false
}

variable "work_bucket" {
  description = "ARN and name of the bucket work, in which the history is kept."
  type = object({
    arn  = string
    name = string
  })
  nullable = false
}

variable "package" {
  description = "Path of the zip with both functions, which ./mvnw package writes to monitoring/target."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.package)
    error_message = "Cannot deploy monitoring: there is no \"${var.package}\". Run ./mvnw package, or give the path of a zip."
  }
}

variable "router_memory_mib" {
  description = "Memory of the router function in MiB, by which the cost of inline work is estimated."
  type        = number
  nullable    = false
}

variable "job_sizes" {
  description = "Of each phase that has jobs, what the first size of them is billed for: vCPUs, memory in MiB, whether on Spot."
  type = map(object({
    vcpu       = number
    memory_mib = number
    spot       = bool
  }))
  nullable = false
}

variable "receivers" {
  description = "Whom the notifier tells, by names of your own: the kind is slack, teams, pagerduty or webhook. Their addresses are in the secret. None and no e-mail: no notifier."
  type        = map(object({ kind = string }))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for receiver in values(var.receivers) : contains(["slack", "teams", "pagerduty", "webhook"], receiver.kind)])
    error_message = "Receivers are of the kinds slack, teams, pagerduty and webhook: found ${join(", ", [for receiver in values(var.receivers) : receiver.kind])}."
  }

  validation {
    condition     = alltrue([for name in keys(var.receivers) : can(regex("^[a-z][a-z0-9-]{0,39}$", name)) && name != "mail"])
    error_message = "The name of a receiver is up to 40 lowercase letters, digits and hyphens, and not \"mail\": found ${join(", ", keys(var.receivers))}."
  }
}

variable "receivers_secret_arn" {
  description = "ARN of a secret in Secrets Manager that you keep: a JSON object with the address of each receiver by its name; for PagerDuty its routing key. Never in Terraform's state."
  type        = string
  default     = null

  validation {
    condition     = var.receivers_secret_arn != null || length(var.receivers) == 0
    error_message = "Receivers have addresses, which are secrets: give receivers_secret_arn."
  }
}

variable "pagerduty_url" {
  description = "Where PagerDuty takes events of your account, if not in the United States: https://events.eu.pagerduty.com/v2/enqueue."
  type        = string
  default     = "https://events.pagerduty.com/v2/enqueue"
  nullable    = false
}

variable "emails" {
  description = "Addresses that the notifier writes to. Each has to be confirmed by its owner."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "notify_window_seconds" {
  description = "A receiver is told of failures of one phase and kind once in so many seconds, 60 to 3600."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.notify_window_seconds >= 60 && var.notify_window_seconds <= 3600
    error_message = "Failures are grouped for 60 to 3600 s: found ${var.notify_window_seconds}."
  }
}

variable "history_window_seconds" {
  description = "For how long ends of work items are gathered into one file, 1 to 300 s. The longer, the fewer files."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.history_window_seconds >= 1 && var.history_window_seconds <= 300
    error_message = "Lambda gathers messages for 1 to 300 s: found ${var.history_window_seconds}."
  }
}

variable "query_limit_gib" {
  description = "Most that one query of Athena may scan, in GiB, so that none costs more than this times 0.005 US dollars."
  type        = number
  default     = 100
  nullable    = false
}
