/**
 * The router function: unwraps what arrives, decides for each object, and has the decision carried
 * out.
 */
package io.spillway.router;
