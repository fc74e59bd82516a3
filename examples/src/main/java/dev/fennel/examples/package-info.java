/**
 * Programs that show Fennel at work, one file each.
 *
 * <p>Build them with {@code mvn -q -DskipTests package} in the folder of the whole project, and run one with
 * {@code java -cp examples/target/fennel-examples.jar dev.fennel.examples.Simple}. Options are system properties,
 * {@code -Dname=value} in front of {@code -cp}, and may be left out. Programs that serve metrics print their address.
 * Each has a port of its own, and Ctrl-C ends it.
 *
 * <p>Start with {@link dev.fennel.examples.Simple} and {@link dev.fennel.examples.HttpService} to measure an
 * application, with {@link dev.fennel.examples.CustomCollector} and {@link dev.fennel.examples.CpuTemperature} to write
 * a collector, with {@link dev.fennel.examples.DbBackup} and {@link dev.fennel.examples.Batch} for jobs that end,
 * {@link dev.fennel.examples.RemoteWriteJob} where these push straight into a store, and with
 * {@link dev.fennel.examples.Random} to have something to look at in Prometheus.
 */
package dev.fennel.examples;
