/**
 * JSON as a small tree that knows its positions. Everything Spillway stores or sends is read and
 * written here.
 */
package io.spillway.pipeline.json;
