mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  prefix      = "dev-weather"
  kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  buckets = {
    drop   = "arn:aws:s3:::dev-weather-drop-0a1b2c3d"
    output = "arn:aws:s3:::dev-weather-output-0a1b2c3d"
    work   = "arn:aws:s3:::dev-weather-work-0a1b2c3d"
  }
  environment        = { SPILLWAY_DEFINITION = "s3://dev-weather-work-0a1b2c3d/definitions/1.json" }
  phases_topic_arn   = "arn:aws:sns:eu-west-1:123456789012:dev-weather-phases"
  subnet_ids         = ["subnet-0123456789abcdef0"]
  security_group_ids = ["sg-0123456789abcdef0"]
  images             = { default = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/dev-weather/job-runner@sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  job_sizes = {
    convert-1 = { phase = "convert", tier = 1, vcpu = 1, memory_mib = 2048, disk_gib = 20, timeout_seconds = 3600, attempts = 3, spot = true }
    convert-2 = { phase = "convert", tier = 2, vcpu = 1, memory_mib = 4096, disk_gib = 20, timeout_seconds = 3600, attempts = 3, spot = true }
    settle-1  = { phase = "settle", tier = 1, vcpu = 0.25, memory_mib = 512, disk_gib = 100, timeout_seconds = 60, attempts = 1, spot = false }
  }
}

run "gives_every_job_definition_a_timeout_and_an_end_to_its_retries" {
  command = plan

  assert {
    condition     = alltrue([for name, definition in aws_batch_job_definition.this : definition.timeout[0].attempt_duration_seconds == var.job_sizes[name].timeout_seconds])
    error_message = "Without a timeout a job that hangs runs, and costs, for ever."
  }

  assert {
    condition = alltrue([
      for definition in aws_batch_job_definition.this :
      reverse(definition.retry_strategy[0].evaluate_on_exit)[0].action == "EXIT" && reverse(definition.retry_strategy[0].evaluate_on_exit)[0].on_reason == "*"
    ])
    error_message = "Where no rule fits Batch tries again, so the last one ends it."
  }

  assert {
    condition     = alltrue([for definition in aws_batch_job_definition.this : length(definition.retry_strategy[0].evaluate_on_exit) <= 5])
    error_message = "Batch takes five rules."
  }
}

run "keeps_revisions_that_waiting_jobs_were_submitted_with" {
  command = plan

  assert {
    condition     = alltrue([for definition in aws_batch_job_definition.this : definition.deregister_on_new_revision == false])
    error_message = "Updating a definition must not take the old revision from under a waiting job."
  }
}

run "gives_containers_what_the_phase_asks_for" {
  command = apply

  assert {
    condition = alltrue([
      for name, definition in aws_batch_job_definition.this :
      jsonencode(jsondecode(definition.ecs_properties).taskProperties[0].containers[0].resourceRequirements)
      == jsonencode([{ type = "VCPU", value = tostring(var.job_sizes[name].vcpu) }, { type = "MEMORY", value = tostring(var.job_sizes[name].memory_mib) }])
    ])
    error_message = "vCPUs and memory are those of the size."
  }

  assert {
    condition     = jsondecode(aws_batch_job_definition.this["settle-1"].ecs_properties).taskProperties[0].ephemeralStorage.sizeInGiB == 100
    error_message = "Disks above Fargate's 20 GiB are asked for."
  }

  assert {
    condition     = alltrue([for definition in aws_batch_job_definition.this : jsondecode(definition.ecs_properties).taskProperties[0].containers[0].stopTimeout == 120])
    error_message = "Spot gives two minutes: a job uses them to give its work item back."
  }
}

run "cancels_what_can_not_be_placed" {
  command = plan

  assert {
    condition = alltrue([
      for queue in aws_batch_job_queue.this :
      length(queue.job_state_time_limit_action) == 3 && alltrue([for limit in queue.job_state_time_limit_action : limit.state == "RUNNABLE" && limit.action == "CANCEL"])
    ])
    error_message = "A job that can't be placed holds up all behind it."
  }
}

run "has_a_queue_that_never_uses_spot" {
  command = plan

  assert {
    condition     = length(aws_batch_job_queue.this["on-demand"].compute_environment_order) == 1 && length(aws_batch_job_queue.this["spot"].compute_environment_order) == 2
    error_message = "Phases that say spot: false must not be reclaimed."
  }
}

run "refuses_a_size_that_would_never_be_placed" {
  command = plan

  variables {
    most_vcpus = 0
  }

  expect_failures = [var.most_vcpus]
}

run "lets_its_log_expire" {
  command = apply

  assert {
    condition     = aws_cloudwatch_log_group.jobs.retention_in_days == 30 && alltrue([for definition in aws_batch_job_definition.this : jsondecode(definition.ecs_properties).taskProperties[0].containers[0].logConfiguration.options["awslogs-group"] == aws_cloudwatch_log_group.jobs.name])
    error_message = "Batch's own log group is kept for ever."
  }
}

run "lets_jobs_write_nothing_but_their_scratch_volume_and_be_nobody" {
  command = apply

  assert {
    condition = alltrue([
      for definition in aws_batch_job_definition.this : alltrue([
        for container in jsondecode(definition.ecs_properties).taskProperties[0].containers :
        container.readonlyRootFilesystem && container.user == "65532:65532" && container.mountPoints[0].containerPath == "/tmp"
      ])
    ])
    error_message = "A job's container may write only below /tmp, and isn't root."
  }
}

run "runs_an_untouched_image_between_a_gate_and_the_end_of_the_job_runner" {
  command = apply

  variables {
    job_sizes = {
      settle-1 = { phase = "settle", tier = 1, vcpu = 0.5, memory_mib = 1024, disk_gib = 20, timeout_seconds = 3600, attempts = 3, spot = true }
      settle-2 = { phase = "settle", tier = 2, vcpu = 2, memory_mib = 16384, disk_gib = 20, timeout_seconds = 3600, attempts = 3, spot = true }
    }
    untouched = {
      settle = { image = "reports/settle:7", command = ["/spillway/task/input/input", "/spillway/task/outputs"], environment = { LANG = "C" }, stop_seconds = 0 }
    }
  }

  assert {
    condition = alltrue([
      for definition in aws_batch_job_definition.this :
      jsonencode([for container in jsondecode(definition.ecs_properties).taskProperties[0].containers : [container.name, container.essential]]) == jsonencode([["runner", true], ["gate", false], ["program", false]])
    ])
    error_message = "The job ends with the job runner, and with nothing else."
  }

  assert {
    condition = alltrue([
      for definition in aws_batch_job_definition.this : alltrue([
        for program in [jsondecode(definition.ecs_properties).taskProperties[0].containers[2]] :
        program.image == "reports/settle:7" && jsonencode(program.dependsOn) == jsonencode([{ condition = "SUCCESS", containerName = "gate" }])
        && jsonencode(program.command) == jsonencode(["/spillway/task/input/input", "/spillway/task/outputs"])
        && jsonencode(program.environment) == jsonencode([{ name = "LANG", value = "C" }])
        && program.mountPoints[0].containerPath == "/spillway" && program.stopTimeout == 2
        && !contains(keys(program), "user") && !contains(keys(program), "readonlyRootFilesystem")
      ])
    ])
    error_message = "The image runs as it is, when the gate has ended with 0."
  }

  assert {
    condition = alltrue([
      for name, definition in aws_batch_job_definition.this : alltrue([
        for requirements in [flatten(jsondecode(definition.ecs_properties).taskProperties[0].containers[*].resourceRequirements)] :
        sum([for each in requirements : tonumber(each.value) if each.type == "VCPU"]) == var.job_sizes[name].vcpu
        && sum([for each in requirements : tonumber(each.value) if each.type == "MEMORY"]) == var.job_sizes[name].memory_mib
      ])
    ])
    error_message = "Fargate has sizes for a whole task: the containers' together must be one."
  }

  assert {
    condition     = jsonencode([for container in jsondecode(aws_batch_job_definition.this["settle-1"].ecs_properties).taskProperties[0].containers : container.resourceRequirements[*].value]) == jsonencode([["0.125", "256"], ["0.125", "128"], ["0.25", "640"]])
    error_message = "The smallest leaves the program 640 MiB."
  }

  assert {
    condition     = jsondecode(aws_batch_job_definition.this["settle-2"].ecs_properties).taskProperties[0].containers[0].resourceRequirements[1].value == "1024"
    error_message = "The job runner never needs more than 1 GiB."
  }
}

run "refuses_a_size_too_small_for_three_containers" {
  command = plan

  variables {
    untouched = {
      settle = { image = "reports/settle:7", command = ["run"], environment = {}, stop_seconds = 30 }
    }
  }

  expect_failures = [var.untouched]
}
