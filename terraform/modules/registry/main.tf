# Repositories for the job images. Tags can't be moved, so that what was tested is what runs.

resource "aws_ecr_repository" "this" {
  for_each = var.repositories

  image_tag_mutability = "IMMUTABLE"
  name                 = "${var.prefix}/${each.value}"
  tags                 = var.tags

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.kms_key_arn
  }

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = aws_ecr_repository.this

  repository = each.value.name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Images without a tag"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = var.keep_untagged_days
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "All but the newest"
        selection = {
          tagStatus   = "any"
          countType   = "imageCountMoreThan"
          countNumber = var.keep_images
        }
        action = { type = "expire" }
      },
    ]
  })
}
