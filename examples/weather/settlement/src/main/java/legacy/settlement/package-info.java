/**
 * A settlement program as one finds them: it reads one file, writes a report and exits with a
 * status. It depends on nothing, and nothing in it was made for Spillway.
 */
package legacy.settlement;
