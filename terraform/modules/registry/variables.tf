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

variable "repositories" {
  description = "Names of the images: each gets a repository <prefix>/<name>."
  type        = set(string)
  default     = ["job-runner"]
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the images."
  type        = string
  nullable    = false
}

variable "keep_untagged_days" {
  description = "Days after which images without a tag go, 1 or more."
  type        = number
  default     = 14
  nullable    = false
}

variable "keep_images" {
  description = "How many tagged images of each name are kept: the newest."
  type        = number
  default     = 30
  nullable    = false
}
