/**
 * Programs that show Fennel at work, one file each.
 *
 * <p>Build them with {@code mvn -q -DskipTests package} in the folder of the whole project, and run one with
 * {@code java -cp examples/target/fennel-examples.jar dev.fennel.examples.Simple}. Options are system properties,
 * {@code -Dname=value} in front of {@code -cp}, and may be left out. Programs that serve metrics print their address.
 * Each has a port of its own, and Ctrl-C ends it.
 *
 * <ul>
 *   <li>To measure an application: {@link dev.fennel.examples.Simple} is the first,
 *       {@link dev.fennel.examples.HttpService} measures its requests, {@link dev.fennel.examples.PerHandler} with a
 *       label for each handler, {@link dev.fennel.examples.Middleware} with one filter for all;
 *       {@link dev.fennel.examples.CountedLogRecords} counts what it logs.
 *   <li>To serve it: {@link dev.fennel.examples.MetricsBeside} beside a server of the application's own,
 *       {@link dev.fennel.examples.TwoRegistries} from two registries.
 *   <li>To write a collector or an exporter: {@link dev.fennel.examples.CustomCollector},
 *       {@link dev.fennel.examples.CpuTemperature}, and {@link dev.fennel.examples.Prober} for many targets.
 *   <li>For jobs that end: {@link dev.fennel.examples.DbBackup}, {@link dev.fennel.examples.Batch} and
 *       {@link dev.fennel.examples.GroupedPush} push to a gateway, {@link dev.fennel.examples.RemoteWriteJob} straight
 *       into a store. {@link dev.fennel.examples.OtlpService} pushes as long as it runs, to a collector of
 *       OpenTelemetry.
 *   <li>To have something to look at in Prometheus: {@link dev.fennel.examples.Random}.
 * </ul>
 */
package dev.fennel.examples;
