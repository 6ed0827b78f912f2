/** What a person or a program sees of a run: a live table, plain lines, or JSON. */
package io.spillway.local.view;
