/**
 * Collectors over what the JVM, the operating system and other libraries know, and helpers for writing collectors.
 *
 * <p>All are safe to be used by several threads; arguments are never null. What cannot be read is left out.
 */
package dev.fennel.collectors;
