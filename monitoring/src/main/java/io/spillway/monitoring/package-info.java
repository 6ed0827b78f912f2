/** What the functions have in common that listen to the phases topic through a queue. */
package io.spillway.monitoring;
