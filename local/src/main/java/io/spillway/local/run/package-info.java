/**
 * A whole pipeline on one machine: stand-ins started, pipeline deployed to them, a folder watched.
 */
package io.spillway.local.run;
