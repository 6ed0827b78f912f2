variable "account_id" {
  description = "The account that this is for: nothing is done to any other."
  type        = string
  nullable    = false
}

variable "region" {
  description = "The AWS Region."
  type        = string
  nullable    = false
}

variable "definition" {
  description = "Path of the pipeline.yaml."
  type        = string
  default     = "../../../examples/weather/pipeline.yaml"
  nullable    = false
}

variable "router_package" {
  description = "Path of the router's zip."
  type        = string
  default     = "../../../router/target/router.zip"
  nullable    = false
}

variable "monitoring_package" {
  description = "Path of the zip of the history writer and the notifier."
  type        = string
  default     = "../../../monitoring/target/monitoring.zip"
  nullable    = false
}

variable "images" {
  description = "Container image of each phase's jobs, by phase; \"default\" for the phases that are not named."
  type        = map(string)
  nullable    = false
}

variable "owner" {
  description = "Who answers for this pipeline."
  type        = string
  nullable    = false
}

variable "cost_centre" {
  description = "Who pays for it."
  type        = string
  nullable    = false
}

variable "alarm_emails" {
  description = "Addresses that alarms are sent to."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.alarm_emails) > 0
    error_message = "In production somebody must be told: give at least one address."
  }
}

variable "notify" {
  description = "Whom the notifier tells besides these addresses: receivers by name with their kind, and the ARN of the secret that holds their addresses."
  type = object({
    receivers            = optional(map(object({ kind = string })), {})
    receivers_secret_arn = optional(string)
  })
  default  = {}
  nullable = false
}

variable "monthly_budget_usd" {
  description = "Costs of a month, in US dollars, of which people are told."
  type        = number
  nullable    = false
}
