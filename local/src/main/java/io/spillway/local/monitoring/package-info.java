/** The history writer and the notifier on this machine, deployed and fed as they are on AWS. */
package io.spillway.local.monitoring;
