/**
 * Fan-in: knows when an upload's work in a phase is done, and lists what came of it as a set. Each
 * end of a work item costs the same few requests, however many there are.
 */
package io.spillway.pipeline.fanin;
