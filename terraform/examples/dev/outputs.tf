output "pipeline" {
  description = "Where everything is; ./spillway reads it from terraform output -json."
  value       = module.pipeline
}
