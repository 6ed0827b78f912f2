/**
 * Measures the whole path on this machine: many small files through the function, one large file
 * through a job. Beside each measurement a plain S3 client does the same amount of work in the same
 * run, so that claims can be ratios.
 */
package io.spillway.local.bench;
