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
