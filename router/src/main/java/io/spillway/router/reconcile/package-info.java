/**
 * Finds what no event told of, and sees to it that it is done or that somebody is told. Asked by a
 * schedule, it compares what there is with what the ledger knows.
 */
package io.spillway.router.reconcile;
