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

variable "cidr" {
  description = "Addresses of the network, /16 to /24."
  type        = string
  default     = "10.64.0.0/20"
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.cidr)) && tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 24
    error_message = "\"${var.cidr}\" is no network of /16 to /24."
  }
}

variable "availability_zones" {
  description = "In how many availability zones jobs may run, 1 to 3. Each costs its own interface endpoints."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.availability_zones >= 1 && var.availability_zones <= 3
    error_message = "Expected 1 to 3 availability zones: found ${var.availability_zones}."
  }
}
