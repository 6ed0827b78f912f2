/**
 * Questions to a pipeline's history: its files are loaded into a DuckDB table beside them, which
 * answers. {@code HistoryTable} is the way in.
 */
package io.spillway.local.history;
