/**
 * Where {@code ProcessCollector} reads the numbers of the process.
 *
 * <p>{@code ProcessFamily} lists the families, and {@code ProcessFamily.Source} reads their values.
 * {@code LinuxProcess} is the source where there is a {@code /proc}, whose files {@code ProcText} reads;
 * {@code ManagedProcess} asks the management beans elsewhere.
 *
 * <p>Sources are safe to be used by several threads; nothing is null. What cannot be read is left out, NaN or negative.
 */
package dev.fennel.collectors.process;
