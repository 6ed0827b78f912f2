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

variable "suffix" {
  description = "Makes bucket names unique in the world, since other accounts' buckets share their name space: 8 characters."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]{8}$", var.suffix))
    error_message = "The suffix \"${var.suffix}\" can't end a bucket's name here: expected 8 lowercase letters and digits."
  }
}

variable "uploads_topic_arn" {
  description = "ARN of the topic that S3 tells of each upload. Its policy must be in place: S3 tries it when it is configured."
  type        = string
  nullable    = false
}

variable "definition" {
  description = "The pipeline's definition: its JSON, and the hash that names it."
  type = object({
    json = string
    hash = string
  })
  nullable = false
}

variable "keep_days" {
  description = "Days for which old versions of objects are kept, and dropped files, outputs and the ledger themselves where it is set for them. null keeps them for ever."
  type = object({
    drop         = optional(number)
    output       = optional(number)
    ledger       = optional(number)
    old_versions = optional(number, 30)
  })
  default  = {}
  nullable = false

  validation {
    condition     = coalesce(var.keep_days.ledger, 5) >= 5
    error_message = "The ledger must be kept for 5 days or more: what it forgot within the days in which lost uploads are looked for would be done again. Found ${coalesce(var.keep_days.ledger, 5)}."
  }
}

variable "pending_upload_days" {
  description = "Days after which S3 aborts uploads that nobody completed. More than any job can take, retries and waiting included: outputs are such uploads until they are committed."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.pending_upload_days >= 15
    error_message = "Pending uploads must outlive the longest job, which is 14 days: found ${var.pending_upload_days} days, expected 15 or more."
  }
}

variable "force_destroy" {
  description = "Whether terraform destroy also deletes the buckets' objects. Never in production."
  type        = bool
  default     = false
  nullable    = false
}
