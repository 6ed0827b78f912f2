/**
 * The stand-ins put together: S3, SQS, SNS and Batch on loopback, with one journal and one account.
 */
package io.spillway.local.twin;
