/** What arrives in the intake queue, in all its envelopes, and what it means. */
package io.spillway.router.intake;
