/** Where {@link dev.fennel.collectors.ProcessCollector} reads its numbers. */
package dev.fennel.collectors.process;
