/**
 * The state of every work item, as a list of entries that only grows and whose numbers are fences.
 */
package io.spillway.pipeline.ledger;
