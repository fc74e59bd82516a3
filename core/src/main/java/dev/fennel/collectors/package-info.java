/**
 * Collectors over what the JVM, the operating system and other libraries know, and helpers for writing collectors.
 *
 * <p>{@link dev.fennel.collectors.JvmCollector} and {@link dev.fennel.collectors.ProcessCollector} are what a program
 * usually registers first.
 *
 * <p>All are safe to be used by several threads; arguments are never null. What cannot be read is left out.
 */
package dev.fennel.collectors;
