/**
 * Runs AWS Batch's containers in a container engine of this machine, docker or podman, through its
 * command line. Nothing passes through a shell, and what is left behind is known by its labels.
 */
package io.spillway.local.container;
