/**
 * What the tests of all modules share.
 *
 * <ul>
 *   <li>What a metric or a collector writes: {@link dev.fennel.testsupport.Written} keeps the value of a metric,
 *       {@link dev.fennel.testsupport.Collected} the values of a collector, {@link dev.fennel.testsupport.NativeText}
 *       is native buckets as text, {@link dev.fennel.testsupport.HistogramTaker} and
 *       {@link dev.fennel.testsupport.Ignoring} are visitors.
 *   <li>Threads, time and memory: {@link dev.fennel.testsupport.Threads} runs work on many threads,
 *       {@link dev.fennel.testsupport.StartedExecutors} ends executors with a test,
 *       {@link dev.fennel.testsupport.GatedGatherer} holds gathers up, {@link dev.fennel.testsupport.SettableClock} is
 *       the time, {@link dev.fennel.testsupport.Allocation} measures bytes, {@link dev.fennel.testsupport.RecordedLog}
 *       keeps log messages, {@link dev.fennel.testsupport.OtherJvm} runs a program in another JVM.
 *   <li>Fakes: {@link dev.fennel.testsupport.FakeProc} is a {@code /proc}, {@link dev.fennel.testsupport.FakeBean} a
 *       management bean.
 *   <li>Real programs: {@link dev.fennel.testsupport.Prometheus}, {@link dev.fennel.testsupport.Pushgateway},
 *       {@link dev.fennel.testsupport.Carbon} and {@link dev.fennel.testsupport.Chromium} start one, on loopback and a
 *       free port, and stop it on close; {@link dev.fennel.testsupport.Promtool} runs once. Another server needs only a
 *       {@link dev.fennel.testsupport.RealServer} with its own command. On a machine without the program the test is
 *       skipped, or fails under {@code -De2e=required}: see {@link dev.fennel.testsupport.RealProgram}. A test class
 *       with {@link dev.fennel.testsupport.BothAges} runs with the system's programs and with the newest.
 * </ul>
 */
package dev.fennel.testsupport;
