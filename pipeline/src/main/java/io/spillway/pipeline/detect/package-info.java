/**
 * What an object is and how large it is once unpacked, told from a few ranged reads of it. Runs in
 * the router on every upload, so it needs nothing but the JDK and holds no more than a few MiB.
 */
package io.spillway.pipeline.detect;
