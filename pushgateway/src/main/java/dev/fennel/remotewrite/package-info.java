/**
 * Pushes metrics straight into a store, by the remote write protocol of Prometheus: no gateway, no agent, and no
 * library beside this one.
 *
 * <p>Begin at {@link dev.fennel.remotewrite.RemoteWrite}. It is a {@link dev.fennel.pushgateway.MetricsPush}, so all
 * that is said there and in {@link dev.fennel.pushgateway} of batch jobs, pushes at an interval, retries, headers and
 * clients is so for it too. A {@link dev.fennel.remotewrite.RemoteWriteResult} says what was written, and a
 * {@link dev.fennel.remotewrite.RemoteWriteException} has one as well.
 *
 * <p>What arrives is what a scrape would have stored, as it is asserted with the servers named here:
 *
 * <table>
 * <caption>What is stored of each type, by receiver and version of the protocol</caption>
 * <thead>
 * <tr><th>sent</th><th>Prometheus 3.5, version 2.0</th><th>Prometheus 2.42, version 1.0</th>
 *     <th>VictoriaMetrics 1.145, version 1.0</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>counter, gauge, info, state, untyped</td><td>one series</td><td>one series</td>
 *     <td>one series; a value that is not a number is dropped</td></tr>
 * <tr><td>classic histogram</td><td colspan="3">{@code _bucket} for each {@code le} (written {@code 1.0}),
 *     {@code _sum}, {@code _count}</td></tr>
 * <tr><td>native histogram</td><td>one native histogram</td><td>in its classic form</td>
 *     <td>in its classic form; as {@code vmrange} buckets if {@code nativeHistograms(true)} is set</td></tr>
 * <tr><td>summary</td><td colspan="3">one series for each {@code quantile}, {@code _sum}, {@code _count}</td></tr>
 * <tr><td>name with dots</td><td>as it is</td><td colspan="2">with underscores</td></tr>
 * <tr><td>exemplars</td><td colspan="2">if started with {@code exemplar-storage}</td><td>none</td></tr>
 * <tr><td>time when counting began</td><td>if started with {@code created-timestamp-zero-ingestion}</td>
 *     <td colspan="2">not sent</td></tr>
 * <tr><td>type, help, unit</td><td colspan="2">not shown; only what is scraped is</td><td>shown</td></tr>
 * </tbody>
 * </table>
 *
 * <p>Arguments are never null; a null throws {@link java.lang.NullPointerException}.
 */
/*
 * Behind it, in the order of a push: RequestEncoder goes through the families and ends requests that are large enough;
 * SeriesWriter takes a metric apart into series, whose labels SeriesLabels puts together, with the BoundTexts of
 * buckets; WriteRequest, in WriteRequest1 and WriteRequest2, writes the protobuf messages, with NativeHistogramWriter;
 * SnappyBlock compresses them to an EncodedRequest; Delivery sends one after the other and counts what was written.
 * For the marks of ends, each WrittenFamily keeps the Shape of what was written of its metrics, StoredSeries keeps those
 * of the last push, and EndedSeries finds what may be gone.
 */
package dev.fennel.remotewrite;
