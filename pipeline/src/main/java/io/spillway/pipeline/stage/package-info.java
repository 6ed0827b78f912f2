/** The contract of a stage: what it is given, what it may do, and how it says that it failed. */
package io.spillway.pipeline.stage;
