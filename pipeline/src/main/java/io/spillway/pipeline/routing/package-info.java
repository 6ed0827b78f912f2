/** Where each upload goes and why: pure decisions that others carry out. */
package io.spillway.pipeline.routing;
