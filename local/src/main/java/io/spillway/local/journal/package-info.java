/**
 * What the stand-in services know, on disk. One file of changes that outlives a killed process at
 * any moment.
 */
package io.spillway.local.journal;
