/**
 * Whether a run survives being killed at any moment. A run is a process of its own here, killed for
 * real, and what is left in the end is held against a run that nobody disturbed.
 */
package io.spillway.local.kill;
