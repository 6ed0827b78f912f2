package io.spillway.pipeline.store;

/**
 * What is known of an object, and its first bytes.
 *
 * @param bytes all of them where the object has no more than were asked for
 */
public record ObjectStart(ObjectFacts facts, byte[] bytes) {}
