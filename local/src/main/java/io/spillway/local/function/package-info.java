/**
 * AWS Lambda in this process: a handler fed from an SQS queue as an event source mapping feeds a
 * function. Only what such a mapping does is here; nobody else can invoke the function.
 */
package io.spillway.local.function;
