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

variable "buckets" {
  description = "ARNs of the buckets drop, output and work."
  type = object({
    drop   = string
    output = string
    work   = string
  })
  nullable = false
}

variable "environment" {
  description = "What the function and the jobs are both told, by the names of environment variables."
  type        = map(string)
  nullable    = false
}

variable "phases_topic_arn" {
  description = "ARN of the topic that phase events are published on."
  type        = string
  nullable    = false
}

variable "package" {
  description = "Path of the function's zip, which ./mvnw package writes to router/target."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.package)
    error_message = "Cannot deploy the router: there is no \"${var.package}\". Run ./mvnw package, or give the path of a zip."
  }
}

variable "queues" {
  description = "ARN and URL of the queues intake and submissions."
  type = map(object({
    arn  = string
    name = string
    url  = string
  }))
  nullable = false

  validation {
    condition     = length(setsubtract(["intake", "submissions"], keys(var.queues))) == 0
    error_message = "The router needs the queues intake and submissions: found ${join(", ", keys(var.queues))}."
  }
}

variable "dead_letter_queue_arns" {
  description = "ARNs of the dead-letter queues of intake and submissions, named after them with -dead-letters."
  type        = list(string)
  nullable    = false
}

variable "stuck_after_seconds" {
  description = "How long a job may wait for its container before somebody is told that its work items are stuck, 60 to 3000 s: less than the 3600 s after which the job queue gives it up."
  type        = number
  default     = 1800
  nullable    = false

  validation {
    condition     = var.stuck_after_seconds >= 60 && var.stuck_after_seconds <= 3000
    error_message = "Somebody is told of a job that waits after 60 to 3000 s, before its queue gives it up: found ${var.stuck_after_seconds}."
  }
}

variable "visibility_seconds" {
  description = "Visibility timeouts of the queues, by which the function's timeout is checked."
  type        = map(number)
  nullable    = false
}

variable "submissions_window_seconds" {
  description = "For how long work items for Batch are gathered before they are submitted, 1 to 300 s."
  type        = number
  nullable    = false
}

variable "job_queue_arns" {
  description = "ARNs of the Batch job queues, which are named <prefix>-spot and <prefix>-on-demand."
  type        = map(string)
  nullable    = false
}

variable "job_definition_prefix" {
  description = "What the names of the job definitions start with; <phase>-<tier> follows."
  type        = string
  nullable    = false
}

variable "timeout_seconds" {
  description = "For how long one invocation may work, 10 to 900 s. Inline work has to fit in."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 10 && var.timeout_seconds <= 900
    error_message = "The router's timeout is 10 to 900 s: found ${var.timeout_seconds}."
  }
}

variable "memory_mib" {
  description = "Memory of the function, 512 to 10240 MiB. 1769 MiB come with one vCPU."
  type        = number
  default     = 1769
  nullable    = false

  validation {
    condition     = var.memory_mib >= 512 && var.memory_mib <= 10240
    error_message = "The router's memory is 512 to 10240 MiB: found ${var.memory_mib}."
  }
}

variable "most_at_once" {
  description = "Invocations that work on uploads at the same time, 2 to 1000."
  type        = number
  default     = 50
  nullable    = false

  validation {
    condition     = var.most_at_once >= 2 && var.most_at_once <= 1000
    error_message = "Lambda takes 2 to 1000 concurrent batches of a queue: found ${var.most_at_once}."
  }
}

variable "reserve_concurrency" {
  description = "Whether as many invocations as can be at work are set aside for this function, so that others can't starve it and it can't starve them. An account's unreserved concurrency must stay at 100 or more."
  type        = bool
  default     = false
  nullable    = false
}
