/**
 * From single submission messages to few Batch jobs: what is to be submitted, in which jobs, and
 * how that is made to happen once.
 */
package io.spillway.router.submission;
