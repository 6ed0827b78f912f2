/**
 * AWS Lambda in this process: a handler fed from SQS queues as event source mappings feed a
 * function. Only what such mappings do is here; nobody else can invoke the function.
 */
package io.spillway.local.function;
