/** The seams of the model carried out on Amazon S3 and Amazon SNS. SDK exceptions stop here. */
package io.spillway.aws;
