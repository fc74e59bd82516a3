/**
 * Pushes metrics by OTLP over HTTP, the protocol of OpenTelemetry: to its Collector, or straight into a store, with no
 * agent, and no library beside this one.
 *
 * <p>Begin at {@link dev.fennel.otlp.OtlpPush}. It is a {@link dev.fennel.pushgateway.MetricsPush}, so all that is said
 * there and in {@link dev.fennel.pushgateway} of batch jobs, pushes at an interval, retries, headers and clients is so
 * for it too; only statuses 429, 502, 503 and 504 lead to a retry, as the protocol has it. An
 * {@link dev.fennel.otlp.OtlpResult} says what was accepted, and an {@link dev.fennel.otlp.OtlpException} has one as
 * well.
 *
 * <p>Types become what OpenTelemetry's specification of compatibility with Prometheus says. Names are sent in full, so
 * that a store that keeps them shows what {@code /metrics} shows:
 *
 * <table>
 * <caption>What is sent of each type, and what receivers return</caption>
 * <thead>
 * <tr><th>type</th><th>sent</th><th>Prometheus 3.5</th><th>VictoriaMetrics 1.145</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>counter</td><td>monotonic sum, with the time when counting began</td><td colspan="2">one series</td></tr>
 * <tr><td>gauge, untyped</td><td>gauge</td><td>one series</td>
 *     <td>one series; a value that is not a number is dropped</td></tr>
 * <tr><td>info, state set</td><td>sum that is not monotonic</td><td colspan="2">one series for each</td></tr>
 * <tr><td>classic histogram</td><td>histogram</td>
 *     <td colspan="2">{@code _bucket} for each {@code le} (written {@code 1}), {@code _sum}, {@code _count}</td></tr>
 * <tr><td>native histogram</td><td>exponential histogram, or one of its classic buckets if
 *     {@code nativeHistograms(false)} is set</td><td>one native histogram, with 1e-128 as the threshold of zero</td>
 *     <td>{@code vmrange} buckets, {@code _sum}, {@code _count}</td></tr>
 * <tr><td>summary</td><td>summary</td><td>one series for each {@code quantile}, {@code _sum}, {@code _count}</td>
 *     <td>the same; a quantile that is not a number is dropped</td></tr>
 * <tr><td>exemplar</td><td>exemplar; {@code trace_id} and {@code span_id} as such if they are valid</td>
 *     <td>if started with {@code exemplar-storage}; not those in the first push of a native histogram</td>
 *     <td>none</td></tr>
 * <tr><td>name with dots</td><td>as it is</td><td>with underscores, unless names are not translated</td>
 *     <td>as it is</td></tr>
 * <tr><td>resource attribute</td><td>as it is</td><td>{@code job}, {@code instance}, and labels of
 *     {@code target_info}</td><td>a label of that name, such as {@code service.name}</td></tr>
 * <tr><td></td><td>scope {@code dev.fennel}</td><td>nothing</td><td>labels {@code scope.name}, and
 *     {@code scope.version} (written {@code unknown})</td></tr>
 * </tbody>
 * </table>
 *
 * <p>A receiver that translates names by that specification, as Prometheus does by default, makes underscores of dots,
 * one underscore of several, and none of those at the ends; moves {@code _total} to the end of a counter's name or adds
 * it; and moves {@code _ratio} to the end of the name of a gauge with this unit. A name by Prometheus' conventions
 * stays the same, as units are sent so that none is added. The labels {@code job} and {@code instance} are made of
 * {@code service.name} and {@code service.instance.id} there, in place of a metric's own.
 *
 * <p>What the protocol cannot express: a histogram without a count has that of its buckets, a summary without a count
 * or a sum has zero; a timestamp before 1970 or after 2262 is an error; buckets of a native histogram that are more
 * than 16,384 apart are merged to a coarser scale.
 *
 * <p>Arguments are never null; a null throws {@link java.lang.NullPointerException}.
 */
/*
 * Behind it, in the order of a push: PointEncoder goes through the families and ends requests that are large enough;
 * PointWriter writes a metric as a data point, with ExponentialBuckets and an ExemplarWriter, and ExportRequest what
 * stands around the points, with UcumUnits; all in terms of a MessageWriter, which is ProtobufMessages or JsonMessages.
 * Delivery sends one request after the other and counts what was accepted, which may be a PartialSuccess.
 */
package dev.fennel.otlp;
