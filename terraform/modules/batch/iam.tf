data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "TasksAssume"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:*"]
    }
  }
}

# With which the container's own code works.
resource "aws_iam_role" "job" {
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  name                 = "${var.prefix}-job"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "job" {
  name   = "work"
  policy = module.work_rights.json
  role   = aws_iam_role.job.id
}

# With which Fargate fetches the image and writes the log, before and around the container.
resource "aws_iam_role" "execution" {
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  name                 = "${var.prefix}-execution"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "execution" {
  name   = "start-containers"
  policy = data.aws_iam_policy_document.execution.json
  role   = aws_iam_role.execution.id
}

locals {
  # Repositories of this account's registries among the images: <account>.dkr.ecr.<region>.<suffix>/<name>@<digest>.
  repositories = distinct([
    for image in concat(values(var.images), [for untouched in values(var.untouched) : untouched.image]) : format(
      "arn:%s:ecr:%s:%s:repository/%s",
      data.aws_partition.current.partition,
      regex("\\.dkr\\.ecr\\.([a-z0-9-]+)\\.", image)[0],
      regex("^([0-9]{12})\\.", image)[0],
      regex("/([^@:]+)", image)[0],
    ) if can(regex("^[0-9]{12}\\.dkr\\.ecr\\.", image))
  ])
}

data "aws_iam_policy_document" "execution" {
  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.jobs.arn}:*"]
  }

  dynamic "statement" {
    for_each = length(local.repositories) > 0 ? [1] : []

    content {
      sid       = "PullImages"
      actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = local.repositories
    }
  }

  # AWS knows no resource for this: it is for the registry as a whole.
  dynamic "statement" {
    for_each = length(local.repositories) > 0 ? [1] : []

    content {
      sid       = "LogInToTheRegistry"
      actions   = ["ecr:GetAuthorizationToken"]
      resources = ["*"]
    }
  }
}

module "work_rights" {
  source = "../work-rights"

  buckets          = var.buckets
  kms_key_arn      = var.kms_key_arn
  phases_topic_arn = var.phases_topic_arn
}
