/**
 * Wrapping a program that nobody may touch: a folder that runs at once is made of the program's
 * file and a few words about it. Nothing here runs the program.
 */
package io.spillway.local.wrap;
