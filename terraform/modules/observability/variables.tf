variable "prefix" {
  description = "What the names of all resources start with: <environment>-<pipeline>."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,5}-[a-z][a-z0-9-]{0,39}$", var.prefix))
    error_message = "The prefix \"${var.prefix}\" can't name resources: expected an environment of 2 to 6 lowercase letters and digits, a hyphen, and a pipeline of at most 40."
  }
}


variable "tags" {
  description = "Tags for every resource, such as owner and cost-centre."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts alarms on their way. Its policy must let CloudWatch use it."
  type        = string
  nullable    = false
}

variable "alarm_emails" {
  description = "Addresses that alarms are sent to. Each has to be confirmed by its owner."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "function_name" {
  description = "Name of the router function."
  type        = string
  nullable    = false
}

variable "queue_names" {
  description = "Names of the queues, by their role."
  type        = map(string)
  nullable    = false
}

variable "dead_letter_queue_names" {
  description = "Names of the dead-letter queues, by their role."
  type        = map(string)
  nullable    = false
}

variable "oldest_message_seconds" {
  description = "Age of the oldest message of a queue, from which on people are told."
  type        = number
  default     = 900
  nullable    = false
}

variable "monthly_budget_usd" {
  description = "Costs of this pipeline's resources in a month, in US dollars, of whose 80 % and 100 % people are told; null for no budget. Needs the tag pipeline to be a cost allocation tag."
  type        = number
  default     = null
}
