/**
 * What the tests of all modules share: recorders, threads and allocations measured, and the real servers.
 *
 * <p>{@link dev.fennel.testsupport.Prometheus} and {@link dev.fennel.testsupport.Pushgateway} start one, on loopback
 * and a free port, and stop it on close; {@link dev.fennel.testsupport.Promtool} runs and ends. A further server is a
 * {@link dev.fennel.testsupport.RealServer} with its own command. On a machine without the program the test is skipped,
 * or fails under {@code -De2e=required}: see {@link dev.fennel.testsupport.RealProgram}.
 */
package dev.fennel.testsupport;
