/**
 * What all stand-in services listen with. HTTP on 127.0.0.1 and nowhere else, a virtual thread for
 * each request.
 */
package io.spillway.local.http;
