variable "file" {
  description = "Path of the pipeline.yaml that describes the pipeline. docs/pipeline-yaml.md says what may stand in it; ./spillway validate reports every mistake with its line."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.file)
    error_message = "Cannot read the definition \"${var.file}\": there is no such file. Give the path of a pipeline.yaml."
  }

  validation {
    condition     = !fileexists(var.file) || can(yamldecode(file(var.file)).phases)
    error_message = "Cannot read the definition \"${var.file}\": it is not YAML with a key \"phases\". Run ./spillway validate on it."
  }
}
