/**
 * The page that shows a pipeline of this machine in a browser, live or as one file. It reads what a
 * run leaves in its state directory, so it needs no run to go on, and changes nothing by itself.
 */
package io.spillway.local.page;
