/**
 * Collectors over what the JVM, the operating system and other libraries know, and helpers for writing collectors.
 *
 * <p>{@link dev.fennel.collectors.JvmCollector} and {@link dev.fennel.collectors.ProcessCollector} are what a program
 * usually registers first; the default registry has them from the start.
 * {@link dev.fennel.collectors.BuildInfoCollector} tells which build runs, {@link dev.fennel.collectors.JmxCollector}
 * shows what other libraries publish as MBeans, and {@link dev.fennel.collectors.FunctionalCollector} is the short way
 * to a collector of your own.
 *
 * <p>This package stands on top of the others: its collectors may use instruments and register themselves.
 *
 * <p>All are safe to be used by several threads; arguments are never null. What cannot be read is left out.
 */
package dev.fennel.collectors;
