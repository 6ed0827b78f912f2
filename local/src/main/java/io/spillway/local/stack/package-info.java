/**
 * Finds a pipeline that is deployed, on this machine or on AWS, and reaches it: names of its parts
 * and clients of the services they are in. What it finds is what the command line works with.
 */
package io.spillway.local.stack;
