/** The collectors behind {@link dev.fennel.collectors.JvmCollector}, one for each part of the JVM. */
package dev.fennel.collectors.jvm;
