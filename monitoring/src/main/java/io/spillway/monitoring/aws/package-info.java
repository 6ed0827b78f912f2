/** What the two functions reach AWS with. */
package io.spillway.monitoring.aws;
