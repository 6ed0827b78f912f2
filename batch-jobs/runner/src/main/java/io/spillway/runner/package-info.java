/**
 * The main of a Batch container: finds its work item, takes the work path, ends with an exit status
 * that Batch understands.
 */
package io.spillway.runner;
