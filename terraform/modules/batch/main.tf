# Where jobs run: a queue that takes Spot capacity first and On-Demand where there is none, a queue for
# the phases that say spot: false, and a job definition per phase and size.

locals {
  # The job runner's exit statuses, as ExitStatus in pipeline/ has them; a test compares the two.
  exit_statuses = {
    done          = 0
    bad_input     = 65
    bug           = 70
    transient     = 75
    configuration = 78
  }

  # Five rules at most, the first that fits counts, and where none fits Batch tries again: so the last
  # one ends it. Source: AWS Batch User Guide, "Automated job retries".
  retry_rules = [
    { action = "EXIT", on_reason = "OutOfMemory*" }, # the router goes on with the next size
    { action = "RETRY", on_status_reason = "Your Spot Task was interrupted*" },
    { action = "RETRY", on_status_reason = "Task failed to start*" },
    { action = "RETRY", on_exit_code = tostring(local.exit_statuses.transient) },
    { action = "EXIT", on_reason = "*" },
  ]

  # Reasons for which Batch can't place the first job of a queue. Source: AWS Batch API,
  # JobStateTimeLimitAction.
  unplaced = [
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
  ]

  capacity = {
    spot      = "FARGATE_SPOT"
    on-demand = "FARGATE"
  }

  # Where each queue looks for room, in this order.
  queues = {
    spot      = ["spot", "on-demand"]
    on-demand = ["on-demand"]
  }

  # How the size of a job is shared out among its containers. Fargate's sizes are those of a task, which is the sum: the second example of the AWS Batch User Guide,
  # "Job scenarios using EcsProperties", has 2 and 6 vCPUs. Processors are shares, of which Amazon ECS
  # counts 1,024 to a vCPU; memory is a limit of each. Java says the same in TaskShare, and a test
  # compares the two.
  shares = {
    for name, size in var.job_sizes : name => contains(keys(var.untouched), size.phase) ? {
      runner  = { vcpu = size.vcpu / 4, memory_mib = local.runner_mib[name] }
      gate    = { vcpu = size.vcpu / 4, memory_mib = local.gate_mib }
      program = { vcpu = size.vcpu / 2, memory_mib = size.memory_mib - local.runner_mib[name] - local.gate_mib }
      } : {
      runner  = { vcpu = size.vcpu, memory_mib = size.memory_mib }
      gate    = null
      program = null
    }
  }

  gate_mib   = 128
  runner_mib = { for name, size in var.job_sizes : name => min(max(floor(size.memory_mib / 4), 256), 1024) }

  # What ours have in common: the job runner, and the gate of an untouched image, which is one too.
  ours = {
    for name, size in var.job_sizes : name => {
      image                  = lookup(var.images, size.phase, var.images["default"])
      user                   = "65532:65532" # that of the images, which a system knows nothing of
      readonlyRootFilesystem = true
      mountPoints            = [{ sourceVolume = "scratch", containerPath = "/tmp", readOnly = false }]
      environment            = [for variable in sort(keys(var.environment)) : { name = variable, value = var.environment[variable] }]
      linuxParameters        = { initProcessEnabled = false }
    }
  }

  log_configurations = {
    for name in keys(var.job_sizes) : name => {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.jobs.name
        awslogs-region        = data.aws_region.current.region
        awslogs-stream-prefix = name
      }
    }
  }

  requirements = {
    for name, shares in local.shares : name => {
      for container, share in shares : container => [
        { type = "VCPU", value = tostring(share.vcpu) },
        { type = "MEMORY", value = tostring(share.memory_mib) },
      ] if share != null
    }
  }

  # The job runner lives as long as its task and has all of the protocol; the gate ends with 0 when the
  # input is there, because a container can only wait for another one's end; then the program starts.
  containers = {
    for name, size in var.job_sizes : name => concat(
      [merge(local.ours[name], {
        name                 = "runner"
        essential            = true
        stopTimeout          = var.stop_grace_seconds
        logConfiguration     = local.log_configurations[name]
        resourceRequirements = local.requirements[name].runner
      })],
      [for untouched in [for phase, image in var.untouched : image if phase == size.phase] : merge(local.ours[name], {
        name                 = "gate"
        essential            = false
        command              = ["gate"]
        logConfiguration     = local.log_configurations[name]
        resourceRequirements = local.requirements[name].gate
      })],
      [for untouched in [for phase, image in var.untouched : image if phase == size.phase] : {
        name                 = "program"
        image                = untouched.image
        command              = untouched.command # follows the image's own entry point
        essential            = false
        dependsOn            = [{ containerName = "gate", condition = "SUCCESS" }]
        stopTimeout          = min(max(untouched.stop_seconds, 2), 120)
        mountPoints          = [{ sourceVolume = "scratch", containerPath = "/spillway", readOnly = false }]
        environment          = [for variable in sort(keys(untouched.environment)) : { name = variable, value = untouched.environment[variable] }]
        logConfiguration     = local.log_configurations[name]
        resourceRequirements = local.requirements[name].program
      }],
    )
  }
}

# Most changes replace a compute environment: the new one stands before the old one goes.
resource "aws_batch_compute_environment" "this" {
  for_each = local.capacity

  name_prefix = "${var.prefix}-${each.key}-"
  tags        = var.tags
  type        = "MANAGED"

  compute_resources {
    max_vcpus          = var.most_vcpus
    security_group_ids = var.security_group_ids
    subnets            = var.subnet_ids
    type               = each.value
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_batch_job_queue" "this" {
  for_each = local.queues

  name     = "${var.prefix}-${each.key}"
  priority = 1
  state    = "ENABLED"
  tags     = var.tags

  dynamic "compute_environment_order" {
    for_each = each.value

    content {
      compute_environment = aws_batch_compute_environment.this[compute_environment_order.value].arn
      order               = compute_environment_order.key + 1
    }
  }

  # One job that can't be placed holds up all behind it.
  dynamic "job_state_time_limit_action" {
    for_each = local.unplaced

    content {
      action           = "CANCEL"
      max_time_seconds = var.unplaced_seconds
      reason           = job_state_time_limit_action.value
      state            = "RUNNABLE"
    }
  }
}

resource "aws_cloudwatch_log_group" "jobs" {
  kms_key_id        = var.kms_key_arn
  name              = "/spillway/${var.prefix}/jobs"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_batch_job_definition" "this" {
  for_each = var.job_sizes

  # Jobs that wait were submitted with the revision of their time.
  deregister_on_new_revision = false
  name                       = "${var.prefix}-${each.key}"
  platform_capabilities      = ["FARGATE"]
  propagate_tags             = true
  tags                       = merge(var.tags, { phase = each.value.phase })
  type                       = "container"

  # In this form, because only it has stopTimeout: the two minutes that Spot gives.
  ecs_properties = jsonencode({
    taskProperties = [{
      executionRoleArn     = aws_iam_role.execution.arn
      taskRoleArn          = aws_iam_role.job.arn
      ephemeralStorage     = each.value.disk_gib > 20 ? { sizeInGiB = each.value.disk_gib } : null
      networkConfiguration = { assignPublicIp = var.assign_public_ip ? "ENABLED" : "DISABLED" }
      platformVersion      = "LATEST"
      runtimePlatform      = { cpuArchitecture = "X86_64", operatingSystemFamily = "LINUX" }

      # All that a job may write: of the task's own disk, as the image's VOLUME /tmp has it.
      volumes = [{ name = "scratch" }]

      containers = local.containers[each.key]
    }]
  })

  retry_strategy {
    attempts = each.value.attempts

    dynamic "evaluate_on_exit" {
      for_each = local.retry_rules

      content {
        action           = evaluate_on_exit.value.action
        on_exit_code     = try(evaluate_on_exit.value.on_exit_code, null)
        on_reason        = try(evaluate_on_exit.value.on_reason, null)
        on_status_reason = try(evaluate_on_exit.value.on_status_reason, null)
      }
    }
  }

  timeout {
    attempt_duration_seconds = each.value.timeout_seconds
  }
}
