/**
 * The stand-in for Amazon SNS: topics, filter policies and deliveries that survive the process.
 * {@link io.spillway.local.sns.LocalSns} is the way in; docs/local/messaging.md lists what differs
 * from AWS.
 */
package io.spillway.local.sns;
