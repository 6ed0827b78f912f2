/**
 * The notifier: tells people of failed, stuck and recovered work, grouped and never twice. {@code
 * Notifier} decides and carries out, {@code NotifierFunction} puts the parts together.
 */
package io.spillway.monitoring.notify;
