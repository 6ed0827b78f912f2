/**
 * The history writer: makes a record of each end of a work item and of each notice, in files that
 * Athena and DuckDB can query. {@code HistoryFunction} puts the parts together.
 */
package io.spillway.monitoring.history;
