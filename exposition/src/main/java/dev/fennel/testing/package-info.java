/**
 * Assertions about metrics, for tests under any framework.
 */
package dev.fennel.testing;
