variable "definition" {
  description = "Path of the pipeline.yaml. Everything else follows from it."
  type        = string
  nullable    = false
}

variable "environment" {
  description = "Where this is deployed, such as dev or prod: 2 to 6 lowercase letters and digits. Names of all resources start with it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,5}$", var.environment))
    error_message = "The environment \"${var.environment}\" can't start the names of resources: expected 2 to 6 lowercase letters and digits, a letter first."
  }
}

variable "router_package" {
  description = "Path of the router's zip, which ./mvnw package writes to router/target."
  type        = string
  nullable    = false
}

variable "images" {
  description = "Container image of each phase's jobs, by phase; \"default\" for the phases that are not named."
  type        = map(string)
  nullable    = false
}

variable "owner" {
  description = "Who answers for this pipeline: the tag owner."
  type        = string
  nullable    = false
}

variable "cost_centre" {
  description = "Who pays for it: the tag cost-centre."
  type        = string
  nullable    = false
}

variable "network" {
  description = "Subnets and security groups of the jobs, where there are some already; null makes private ones with endpoints instead."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
    assign_public_ip   = optional(bool, false)
  })
  default = null
}

variable "kms_key_arn" {
  description = "ARN of a KMS key of your own, whose policy lets S3, SNS, EventBridge, CloudWatch and its logs use it; null makes one."
  type        = string
  default     = null
}

variable "permissions_boundary_arn" {
  description = "ARN of a policy that bounds what the roles made here may ever do; null for none."
  type        = string
  default     = null
}

variable "router" {
  description = "The router function: timeout in s (10 to 900), memory in MiB (512 to 10240), most invocations at once (2 to 1000), whether that many are set aside; after how many s somebody is told of a job that waits (60 to 3000)."
  type = object({
    timeout_seconds     = optional(number, 300)
    memory_mib          = optional(number, 1769)
    most_at_once        = optional(number, 50)
    reserve_concurrency = optional(bool, false)
    stuck_after_seconds = optional(number, 1800)
  })
  default  = {}
  nullable = false
}

variable "submissions_window_seconds" {
  description = "For how long work items for Batch are gathered before they are submitted, 1 to 300 s. The longer, the fewer jobs."
  type        = number
  default     = 20
  nullable    = false
}

variable "most_vcpus" {
  description = "vCPUs of all jobs that run at the same time."
  type        = number
  default     = 64
  nullable    = false
}

variable "log_retention_days" {
  description = "Days for which logs are kept."
  type        = number
  default     = 30
  nullable    = false
}

variable "keep_days" {
  description = "Days for which dropped files, outputs, the ledger and old versions are kept; null for ever."
  type = object({
    drop         = optional(number)
    output       = optional(number)
    ledger       = optional(number)
    old_versions = optional(number, 30)
  })
  default  = {}
  nullable = false
}

variable "force_destroy" {
  description = "Whether terraform destroy also deletes what is in the buckets. Never in production."
  type        = bool
  default     = false
  nullable    = false
}

variable "alarm_emails" {
  description = "Addresses that alarms are sent to."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "monitoring_package" {
  description = "Path of the zip of the history writer and the notifier, which ./mvnw package writes to monitoring/target."
  type        = string
  nullable    = false
}

variable "notify" {
  description = "Whom the notifier tells of failed, stuck and recovered work: e-mail addresses; receivers by name and their kind (slack, teams, pagerduty, webhook); the secret that holds their addresses; where PagerDuty takes events; seconds for which failures of one kind are grouped. Nobody: no notifier."
  type = object({
    emails               = optional(set(string), [])
    receivers            = optional(map(object({ kind = string })), {})
    receivers_secret_arn = optional(string)
    pagerduty_url        = optional(string, "https://events.pagerduty.com/v2/enqueue")
    window_seconds       = optional(number, 300)
  })
  default  = {}
  nullable = false
}

variable "alarm_thresholds" {
  description = "Other thresholds of alarms than those of modules/observability/metrics.json, by the name of the alarm and in its unit."
  type        = map(number)
  default     = {}
  nullable    = false
}

variable "monthly_budget_usd" {
  description = "Costs of a month, in US dollars, of which people are told; null for no budget."
  type        = number
  default     = null
}
