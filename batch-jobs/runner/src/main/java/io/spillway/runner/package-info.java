/**
 * The main of a Batch container: finds the work items of its child, takes the work path with each,
 * ends with an exit status that Batch understands.
 */
package io.spillway.runner;
