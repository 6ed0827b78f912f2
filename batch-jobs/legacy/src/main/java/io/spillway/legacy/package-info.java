/**
 * Running a program that nobody may touch as a stage: it gets its input the way it always did, and
 * what it leaves behind becomes the attempt's outputs. Nothing the program does, prints, starts or
 * leaves running can harm another attempt or pass for a success.
 */
package io.spillway.legacy;
