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

variable "deletion_window_days" {
  description = "Days between the deletion of the key and the loss of everything that it encrypts, 7 to 30."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.deletion_window_days >= 7 && var.deletion_window_days <= 30
    error_message = "A key is kept for 7 to 30 days after its deletion: found ${var.deletion_window_days}."
  }
}
