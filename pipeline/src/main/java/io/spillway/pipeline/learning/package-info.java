/**
 * How fast stages really are, learned from the receipts of work items that succeeded. A small
 * summary per stage and type, kept in the work bucket, on which predictions stand.
 */
package io.spillway.pipeline.learning;
