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

variable "job_sizes" {
  description = "Of each job definition by <phase>-<tier>, as the module definition gives them: vCPUs, memory in MiB, disk in GiB, timeout of an attempt in seconds, attempts, whether on Spot."
  type = map(object({
    phase           = string
    tier            = number
    vcpu            = number
    memory_mib      = number
    disk_gib        = number
    timeout_seconds = number
    attempts        = number
    spot            = bool
  }))
  nullable = false

  validation {
    condition     = alltrue([for size in values(var.job_sizes) : size.timeout_seconds >= 60])
    error_message = "A job's timeout is 60 s or more."
  }

  validation {
    condition     = alltrue([for size in values(var.job_sizes) : size.attempts >= 1 && size.attempts <= 10])
    error_message = "A job has 1 to 10 attempts."
  }
}

variable "untouched" {
  description = "Of the phases whose program is in an image that nobody may rebuild, by phase, as the module definition gives them: that image, its command and environment, and the seconds between SIGTERM and SIGKILL."
  type = map(object({
    image        = string
    command      = list(string)
    environment  = map(string)
    stop_seconds = number
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for size in values(var.job_sizes) : size.vcpu >= 0.5 if contains(keys(var.untouched), size.phase)])
    error_message = "Three containers share the size of an untouched image's job: 0.5 vCPU or more."
  }
}

variable "images" {
  description = "Container image of each phase's jobs, by phase; \"default\" for the phases that are not named. With a digest, so that a retry runs what the first attempt ran."
  type        = map(string)
  nullable    = false

  validation {
    condition     = contains(keys(var.images), "default")
    error_message = "There is no image for phases that are not named: add \"default\"."
  }
}

variable "subnet_ids" {
  description = "Subnets in which jobs run. They need a way to S3, ECR, SNS and CloudWatch Logs, as the module network makes one."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "Jobs need at least one subnet."
  }
}

variable "security_group_ids" {
  description = "Security groups of the jobs."
  type        = list(string)
  nullable    = false
}

variable "assign_public_ip" {
  description = "Whether jobs get public addresses: needed in public subnets without endpoints, to reach AWS."
  type        = bool
  default     = false
  nullable    = false
}

variable "most_vcpus" {
  description = "vCPUs of all jobs that run at the same time. Fargate's own quota of the account is a limit besides."
  type        = number
  default     = 64
  nullable    = false

  validation {
    condition     = alltrue([for size in values(var.job_sizes) : size.vcpu <= var.most_vcpus])
    error_message = "A job with more vCPUs than the ${var.most_vcpus} in all would never be placed and would block those behind it."
  }
}

variable "unplaced_seconds" {
  description = "How long the first job of a queue may wait without a place before it is cancelled and its work item published as failed, 600 to 86400 s."
  type        = number
  default     = 3600
  nullable    = false

  validation {
    condition     = var.unplaced_seconds >= 600 && var.unplaced_seconds <= 86400
    error_message = "Batch cancels a job that can't be placed after 600 to 86400 s: found ${var.unplaced_seconds}."
  }
}

variable "stop_grace_seconds" {
  description = "Seconds between SIGTERM and SIGKILL, 30 to 120: in which a job gives its work item back."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.stop_grace_seconds >= 30 && var.stop_grace_seconds <= 120
    error_message = "Fargate waits 30 to 120 s between SIGTERM and SIGKILL: found ${var.stop_grace_seconds}."
  }
}
