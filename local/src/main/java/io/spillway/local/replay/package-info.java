/**
 * Has work done once more that failed: finds it in the ledger of a deployed pipeline, and asks the
 * router for it through the intake queue.
 */
package io.spillway.local.replay;
