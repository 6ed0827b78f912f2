package io.spillway.pipeline.definition;

import io.spillway.pipeline.definition.LegacyContract.ExitMeaning;

/** What a program's run means if the program printed a certain line. */
public record LogRule(LinePattern line, ExitMeaning meaning) {}
