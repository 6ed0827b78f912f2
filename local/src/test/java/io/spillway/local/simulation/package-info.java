/**
 * The whole protocol on services in memory and in a time of its own, so that every fault can strike
 * at every effect and every schedule can be replayed.
 */
package io.spillway.local.simulation;
