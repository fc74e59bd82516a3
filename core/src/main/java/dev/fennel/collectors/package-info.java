/**
 * Collectors over what the JVM, the operating system and other libraries know, and a short way to write your own.
 *
 * <ul>
 *   <li>{@link dev.fennel.collectors.JvmCollector}, whose parts are {@link dev.fennel.collectors.JvmPart}s, and
 *       {@link dev.fennel.collectors.ProcessCollector} are what a program usually registers first. The default registry
 *       has them from the start.
 *   <li>{@link dev.fennel.collectors.ExecutorCollector} reads pools and measures tasks, and
 *       {@link dev.fennel.collectors.ContainerCollector} reads the limits of the container and what they cost. Both are
 *       registered with one line.
 *   <li>{@link dev.fennel.collectors.BuildInfoCollector} says which build runs.
 *   <li>{@link dev.fennel.collectors.JmxCollector} reads MBeans of other libraries, as
 *       {@link dev.fennel.collectors.JmxMetric}s say.
 *   <li>{@link dev.fennel.collectors.FunctionalCollector} makes a collector of a function.
 * </ul>
 *
 * <p>All are safe to be used by several threads; arguments are never null. What cannot be read is left out of that
 * scrape, and logged.
 */
/*
 * Their parts are in packages that are not exported: jvm, process, executors and cgroup, below this one. This package
 * stands on top of all others: its collectors may use instruments. Of JmxCollector, JmxReading is one gather,
 * JmxAttribute the way to the numbers in an attribute, which may have JmxRows, and JmxMisses logs what was never
 * found. LenientReading logs what the others cannot read.
 */
package dev.fennel.collectors;
