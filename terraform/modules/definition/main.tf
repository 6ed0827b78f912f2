# What pipeline.yaml says, with sizes in MiB and durations in seconds, and with the defaults filled in
# as the Java reader fills them in. No resources: everything here is computed from one file.

locals {
  document = yamldecode(file(var.file))

  # The same document for the function and the jobs. Terraform reads YAML 1.1, in which the key "on" is
  # the truth value: the Java reader takes the key "true" of a phase for it.
  json = jsonencode(local.document)

  seconds = { d = 86400, h = 3600, m = 60, s = 1 }

  bytes = {
    B   = 1
    kB  = 1e3, MB = 1e6, GB = 1e9, TB = 1e12
    KiB = pow(2, 10), MiB = pow(2, 20), GiB = pow(2, 30), TiB = pow(2, 40), PiB = pow(2, 50), EiB = pow(2, 60)
  }

  # The pairs of vCPUs and memory that Fargate offers. Source: AWS Batch API, ResourceRequirement.
  fargate = [
    { vcpu = 0.25, memory_mib = [512, 1024, 2048] },
    { vcpu = 0.5, memory_mib = [for gib in range(1, 5) : gib * 1024] },
    { vcpu = 1, memory_mib = [for gib in range(2, 9) : gib * 1024] },
    { vcpu = 2, memory_mib = [for gib in range(4, 17) : gib * 1024] },
    { vcpu = 4, memory_mib = [for gib in range(8, 31) : gib * 1024] },
    { vcpu = 8, memory_mib = [for gib in range(16, 61, 4) : gib * 1024] },
    { vcpu = 16, memory_mib = [for gib in range(32, 121, 8) : gib * 1024] },
  ]

  offers = flatten([
    for offer in local.fargate : [
      for memory in offer.memory_mib : { vcpu = offer.vcpu, memory_mib = memory }
    ]
  ])

  # What each phase says about Batch, as a map whatever form it was written in.
  said = {
    for name, phase in local.document.phases : name => {
      runs     = try(tostring(phase.batch), "") != "never"
      always   = try(tostring(phase.batch), "") == "always"
      vcpu     = tonumber(try(phase.batch.vcpu, 1))
      memory   = try(phase.batch.memory, null)
      disk     = try(phase.batch.disk, "20 GiB")
      timeout  = try(phase.batch.timeout, "1h")
      attempts = tonumber(try(phase.batch.retries, 2)) + 1
      spot     = tobool(try(phase.batch.spot, true))
    }
  }

  needs = {
    for name, said in local.said : name => {
      vcpu = said.vcpu
      memory_mib = (said.memory == null
        ? max(512, floor(said.vcpu * 2048))
        : floor(tonumber(regex("^([0-9.]+)", said.memory)[0]) * local.bytes[regex("([A-Za-z]+)$", said.memory)[0]] / pow(2, 20))
      )
      disk_gib        = ceil(tonumber(regex("^([0-9.]+)", said.disk)[0]) * local.bytes[regex("([A-Za-z]+)$", said.disk)[0]] / pow(2, 30))
      timeout_seconds = sum([for part in regexall("([0-9]+)([dhms])", said.timeout) : tonumber(part[0]) * local.seconds[part[1]]])
      attempts        = said.attempts
      spot            = said.spot
    } if said.runs
  }

  # The sizes in which a phase's jobs come: as asked, then twice the memory each time, with the fewest
  # vCPUs that come with it. Java says the same in SizeTiers, and a test compares the two.
  first  = { for name, needs in local.needs : name => { vcpu = needs.vcpu, memory_mib = needs.memory_mib } }
  second = { for name, size in local.first : name => try([for offer in local.offers : offer if offer.vcpu >= size.vcpu && offer.memory_mib >= 2 * size.memory_mib][0], null) }
  third  = { for name, size in local.second : name => try([for offer in local.offers : offer if offer.vcpu >= size.vcpu && offer.memory_mib >= 2 * size.memory_mib][0], null) }
  fourth = { for name, size in local.third : name => try([for offer in local.offers : offer if offer.vcpu >= size.vcpu && offer.memory_mib >= 2 * size.memory_mib][0], null) }

  job_sizes = merge([
    for name, needs in local.needs : {
      for tier, size in [local.first[name], local.second[name], local.third[name], local.fourth[name]] :
      "${name}-${tier + 1}" => merge(needs, size, { phase = name, tier = tier + 1 }) if size != null
    }
  ]...)

  triggers = {
    for name, phase in local.document.phases : name => concat(
      flatten([try(phase.on, phase["true"], [])]),
      [for before in flatten([try(phase.after, [])]) : { after = before }],
    )
  }

  # Names of phases, and {every = name} of those whose outputs are taken together.
  befores = {
    for name, triggers in local.triggers : name => flatten([for trigger in triggers : try(trigger.after, [])])
  }

  phases = {
    for name, phase in local.document.phases : name => {
      on_upload = contains([for trigger in local.triggers[name] : try(tostring(trigger), "")], "upload")
      after     = distinct([for before in local.befores[name] : before if can(tostring(before))])
      every     = distinct([for before in local.befores[name] : before.every if can(before.every)])
      inline    = try(tostring(phase.inline), "") != "never" && !local.said[name].always && !can(phase.stage.legacy)
      legacy    = can(phase.stage.legacy)
      batch     = local.said[name].runs
      output    = try(phase.output, "${name}/")
    }
  }

  # Of the phases whose program is in an image that nobody may rebuild, what its container is told. The
  # paths are those of ImageTask in Java; a test compares the two.
  untouched = {
    for name, phase in local.document.phases : name => {
      image = phase.stage.legacy.image
      command = [
        for word in phase.stage.legacy.command : replace(
          replace(tostring(word), "{input}", try(phase.stage.legacy.input, "file") == "file" ? "/spillway/task/input/input" : "/spillway/task/input"),
          "{outputs}", "/spillway/task/outputs",
        )
      ]
      environment  = { for variable, value in try(phase.stage.legacy.environment, {}) : variable => tostring(value) }
      stop_seconds = sum([for part in regexall("([0-9]+)([dhms])", try(phase.stage.legacy.grace, "30s")) : tonumber(part[0]) * local.seconds[part[1]]])
    } if can(phase.stage.legacy.image)
  }

  # Whether the router has to know when an upload's work is done.
  fans_in = length(flatten([for phase in local.phases : phase.every])) > 0
}
