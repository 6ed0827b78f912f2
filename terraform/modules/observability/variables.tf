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

variable "pipeline" {
  description = "Name of the pipeline as its definition says it: the dimension pipeline of its metrics."
  type        = string
  nullable    = false
}

variable "phases" {
  description = "Names of the pipeline's phases, each of which has alarms of its own."
  type        = set(string)
  nullable    = false
}

variable "function_names" {
  description = "Names of the functions, by their role; router is one."
  type        = map(string)
  nullable    = false

  validation {
    condition     = contains(keys(var.function_names), "router")
    error_message = "The function of the role router is missing: found ${jsonencode(keys(var.function_names))}."
  }
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

variable "thresholds" {
  description = "Other thresholds than those of metrics.json, by the name of the alarm and in its unit: { oldest-message = 300 }."
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.thresholds), jsondecode(file("${path.module}/metrics.json")).alarms[*].name)) == 0
    error_message = "There are no alarms ${join(", ", setsubtract(keys(var.thresholds), jsondecode(file("${path.module}/metrics.json")).alarms[*].name))}: expected ${join(", ", jsondecode(file("${path.module}/metrics.json")).alarms[*].name)}."
  }
}

variable "monthly_budget_usd" {
  description = "Costs of this pipeline's resources in a month, in US dollars, of whose 80 % and 100 % people are told; null for no budget. Needs the tag pipeline to be a cost allocation tag."
  type        = number
  default     = null
}
