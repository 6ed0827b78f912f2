# Programs in images that nobody may rebuild.

variables {
  file = "./tests/untouched.yaml"
}

run "tells_an_untouched_image_what_the_local_run_tells_it" {
  command = plan

  assert {
    condition = jsonencode(output.untouched) == jsonencode({
      settle = { command = ["-v", "--from=/spillway/task/input/input", "/spillway/task/outputs/a", "7"], environment = { LEVEL = "3" }, image = "reports/settle:7", stop_seconds = 90 }
      weigh  = { command = ["/spillway/task/input", "/spillway/task/outputs"], environment = {}, image = "reports/weigh", stop_seconds = 30 }
    })
    error_message = "Found ${jsonencode(output.untouched)}."
  }
}
