mock_provider "aws" {
  source = "../../tests/mocks"
}

# From the README's example to a plan, and what a change of the definition does to it.

variables {
  definition         = "../../../examples/weather/pipeline.yaml"
  environment        = "dev"
  router_package     = "../router/tests/package.zip"
  monitoring_package = "../router/tests/package.zip"
  images             = { default = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/dev-weather/job-runner@sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  owner              = "weather-team"
  cost_centre        = "4711"
}

run "makes_of_each_phase_what_it_needs" {
  command = plan

  assert {
    condition = jsonencode(output.job_definitions) == jsonencode(sort(flatten([
      for phase in ["unpack", "convert", "summarise", "combine", "settle"] : [for tier in range(1, 5) : "dev-weather-${phase}-${tier}"]
    ])))
    error_message = "Found ${jsonencode(output.job_definitions)}."
  }

  assert {
    condition     = output.prefix == "dev-weather"
    error_message = "Found ${output.prefix}."
  }
}

run "follows_a_phase_that_is_added_to_the_file" {
  command = plan

  variables {
    definition = "./tests/weather-and-archive.yaml"
  }

  assert {
    condition     = length([for name in output.job_definitions : name if startswith(name, "dev-weather-archive-")]) == 4
    error_message = "The new phase has its job definitions: ${jsonencode(output.job_definitions)}."
  }

  assert {
    condition     = length(output.job_definitions) == 20
    error_message = "And those of the others are as they were."
  }
}

run "deploys_quite_another_pipeline_by_its_file_alone" {
  command = plan

  variables {
    definition = "../../../examples/minimal/pipeline.yaml"
  }

  assert {
    condition     = output.prefix != "dev-weather" && length(output.job_definitions) > 0
    error_message = "Found ${output.prefix} with ${jsonencode(output.job_definitions)}."
  }
}

run "uses_a_network_that_is_there" {
  command = plan

  variables {
    network = { subnet_ids = ["subnet-0123456789abcdef0"], security_group_ids = ["sg-0123456789abcdef0"] }
  }

  assert {
    condition     = length(module.network) == 0
    error_message = "No second network is made."
  }
}

run "refuses_an_environment_that_can_not_start_a_buckets_name" {
  command = plan

  variables {
    environment = "Production"
  }

  expect_failures = [var.environment]
}
