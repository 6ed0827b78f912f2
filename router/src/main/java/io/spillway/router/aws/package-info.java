/** The router's seams carried out on Amazon SQS and AWS Batch. SDK exceptions stop here. */
package io.spillway.router.aws;
