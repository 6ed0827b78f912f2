/** What the parts of a run do with directories. */
package io.spillway.local.files;
