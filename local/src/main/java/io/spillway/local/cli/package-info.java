/**
 * The command line: {@code run}, {@code validate}, {@code explain}, {@code completion}. Reads what
 * was asked, has others do it, and says how it went in words and in an exit status.
 */
package io.spillway.local.cli;
