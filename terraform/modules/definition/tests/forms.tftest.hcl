# All the forms in which a value can be written.

variables {
  file = "./tests/forms.yaml"
}

run "reads_every_form_of_a_value" {
  command = plan

  assert {
    condition     = output.job_sizes["large-1"].timeout_seconds == 93784
    error_message = "1d2h3m4s are 93784 s, not ${output.job_sizes["large-1"].timeout_seconds}."
  }

  assert {
    condition     = output.job_sizes["large-1"].memory_mib == 61440 && output.job_sizes["large-1"].vcpu == 8
    error_message = "60 GiB are 61440 MiB."
  }

  assert {
    condition     = output.job_sizes["large-1"].attempts == 6 && !output.job_sizes["large-1"].spot && output.job_sizes["large-1"].disk_gib == 100
    error_message = "5 retries are 6 attempts; spot: false; 100 GiB of disk."
  }

  assert {
    condition     = jsonencode(sort([for name, size in output.job_sizes : "${name}=${size.vcpu}/${size.memory_mib}" if size.phase == "large"])) == jsonencode(["large-1=8/61440", "large-2=16/122880"])
    error_message = "Fargate ends at 120 GiB: ${jsonencode(keys(output.job_sizes))}."
  }

  assert {
    condition     = output.job_sizes["quarter-1"].memory_mib == 512 && output.job_sizes["quarter-4"].vcpu == 0.5
    error_message = "A quarter of a vCPU comes with 512 MiB, and grows to half a vCPU with 4 GiB."
  }

  assert {
    condition     = output.job_sizes["always-1"].memory_mib == 2048 && !output.phases["always"].inline
    error_message = "batch: always means the defaults, and never inline."
  }

  assert {
    condition     = length([for name, size in output.job_sizes : name if size.phase == "never"]) == 0 && !output.phases["never"].batch
    error_message = "batch: never has no job definition."
  }

  assert {
    condition     = jsonencode(output.phases["always"].after) == jsonencode(["large", "quarter"]) && !output.phases["always"].on_upload
    error_message = "A list of phases to come after."
  }

  assert {
    condition     = jsonencode(output.ends_wanted) == jsonencode(["succeeded"])
    error_message = "Only successes make another phase begin."
  }

  assert {
    condition     = output.phases["never"].output == "tables/jsonl/" && output.phases["large"].output == "large/"
    error_message = "Outputs start with what the phase says, or with its name."
  }
}

run "reads_what_is_taken_together" {
  command = plan

  variables {
    file = "./tests/fan-in.yaml"
  }

  assert {
    condition     = jsonencode(output.phases["report"].every) == jsonencode(["count"]) && jsonencode(output.phases["report"].after) == jsonencode(["unpack"])
    error_message = "Phases by themselves and together: ${jsonencode(output.phases["report"])}."
  }

  assert {
    condition     = jsonencode(output.phases["last"].every) == jsonencode(["report"]) && !output.phases["last"].on_upload
    error_message = "In a list, on its own: ${jsonencode(output.phases["last"])}."
  }

  assert {
    condition     = jsonencode(output.events_wanted) == jsonencode(["count", "intake", "last", "report", "unpack"]) && length(output.ends_wanted) == 3
    error_message = "The router has to hear how everything ends: ${jsonencode(output.events_wanted)}."
  }
}

run "refuses_a_file_that_is_not_there" {
  command = plan

  variables {
    file = "./tests/missing.yaml"
  }

  expect_failures = [var.file]
}
