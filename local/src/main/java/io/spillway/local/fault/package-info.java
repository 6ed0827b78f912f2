/**
 * Misbehaviour on purpose: what the real services do rarely, the stand-ins can do often. A seed
 * decides when, so that a failing run can be repeated.
 */
package io.spillway.local.fault;
