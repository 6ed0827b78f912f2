/**
 * A stand-in for Amazon S3 on the loopback interface, spoken to by the ordinary AWS SDK. What it
 * does, it does as AWS documents it; what it doesn't do, it refuses with 501.
 */
package io.spillway.local.s3;
