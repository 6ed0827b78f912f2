/**
 * The stand-in for Amazon SQS: queues that survive the process, spoken to by the AWS SDK and the
 * AWS command line. {@link io.spillway.local.sqs.LocalSqs} is the way in; docs/local/messaging.md
 * lists what differs from AWS.
 */
package io.spillway.local.sqs;
