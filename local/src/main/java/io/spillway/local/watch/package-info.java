/**
 * Listens to a pipeline's phases topic for as long as somebody watches, through a queue of its own
 * that is gone afterwards. Decides, pure, what is shown and when a gate opens.
 */
package io.spillway.local.watch;
