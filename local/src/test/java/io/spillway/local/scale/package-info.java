/**
 * The router under many uploads: a million events through its handler, and a hundred thousand
 * uploads through the local Batch. Started by {@code .ci/million-events} and {@code
 * .ci/hundred-thousand-uploads}.
 */
package io.spillway.local.scale;
