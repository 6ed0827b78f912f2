terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0, < 7.0"
    }
  }

  # Give bucket, key and region with terraform init -backend-config, see the README.
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}
