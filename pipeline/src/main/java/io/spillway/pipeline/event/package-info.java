/** What phases tell the world, and the seam to Amazon SNS through which they do. */
package io.spillway.pipeline.event;
