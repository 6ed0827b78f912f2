# Against the example that the README runs.

variables {
  file = "../../../examples/weather/pipeline.yaml"
}

run "reads_the_key_on_which_terraform_takes_for_true" {
  command = plan

  assert {
    condition     = output.pipeline == "weather"
    error_message = "The pipeline's name is ${output.pipeline}."
  }

  assert {
    condition     = output.phases["unpack"].on_upload && output.phases["convert"].on_upload
    error_message = "Uploads trigger unpack and convert."
  }

  assert {
    condition     = jsonencode(output.phases["convert"].after) == jsonencode(["unpack"]) && jsonencode(output.phases["settle"].after) == jsonencode(["convert", "combine"])
    error_message = "convert comes after unpack, settle after convert and combine."
  }

  assert {
    condition     = jsonencode(output.events_wanted) == jsonencode(["combine", "convert", "intake", "settle", "summarise", "unpack"])
    error_message = "Phases come after: ${jsonencode(output.events_wanted)}."
  }
}

run "knows_where_a_phase_may_run" {
  command = plan

  assert {
    condition     = output.phases["unpack"].inline && !output.phases["settle"].inline && output.phases["settle"].legacy
    error_message = "Legacy programs run in Batch only."
  }
}

run "gives_a_phase_four_sizes" {
  command = plan

  assert {
    condition = [
      for tier in range(1, 5) : [output.job_sizes["unpack-${tier}"].vcpu, output.job_sizes["unpack-${tier}"].memory_mib]
    ] == [[1, 2048], [1, 4096], [1, 8192], [2, 16384]]
    error_message = "Sizes of unpack: ${jsonencode([for name, size in output.job_sizes : size if size.phase == "unpack"])}."
  }

  assert {
    condition     = output.job_sizes["unpack-1"].timeout_seconds == 1800 && output.job_sizes["settle-1"].timeout_seconds == 600
    error_message = "30m are 1800 s, 10m are 600 s."
  }
}
