output "pipeline" {
  description = "Name of the pipeline."
  value       = local.document.pipeline
}

output "json" {
  description = "The definition as JSON, which the function and the jobs read."
  value       = local.json
}

output "hash" {
  description = "SHA-256 of the JSON, in hexadecimal: the name under which it is stored."
  value       = sha256(local.json)
}

output "phases" {
  description = "Of each phase by its name: whether uploads trigger it, after which phases it comes, of which it takes every output together, where it may run, what its outputs' keys start with."
  value       = local.phases
}

output "job_sizes" {
  description = "Of each job definition by <phase>-<tier>: vCPUs, memory in MiB, disk in GiB, timeout of an attempt in seconds, attempts, whether on Spot."
  value       = local.job_sizes
}

output "untouched" {
  description = "Of each phase whose program is in an image that nobody may rebuild: that image, its command and environment, and the seconds it is given to stop."
  value       = local.untouched
}

output "events_wanted" {
  description = "The phases whose ends the router wants to hear of: those after which others come, and those that may run inline, from whose runs it learns how long they take. All, and intake, where a phase takes every output of another together."
  value = sort(distinct(concat(
    flatten([for phase in local.phases : phase.after]),
    [for name, phase in local.phases : name if phase.inline || local.fans_in],
    local.fans_in ? ["intake"] : [],
  )))
}

output "ends_wanted" {
  description = "The statuses by which the router wants to hear of these ends: only succeeded, unless a phase takes every output of another together."
  value       = local.fans_in ? ["succeeded", "failed", "skipped"] : ["succeeded"]
}
