/**
 * The stages that come with Spillway: unpack, convert, summary, split, join. Each streams, and each
 * refuses damaged or hostile input as a whole, naming the place.
 */
package io.spillway.stages;
