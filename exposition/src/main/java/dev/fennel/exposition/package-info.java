/**
 * The exposition formats of Prometheus: what writes gathered metrics as text, OpenMetrics or protobuf.
 *
 * <p>A {@link dev.fennel.exposition.Format}, with an {@link dev.fennel.exposition.EscapingScheme} for names that old
 * readers do not understand, makes {@link dev.fennel.exposition.Encoder}s, which write the families of a gather into a
 * reusable buffer. To write a gather once, to a stream or a terminal, {@link dev.fennel.exposition.Format#write} is
 * enough. {@link dev.fennel.exposition.Textfile} replaces a file for node_exporter, or throws an
 * {@link dev.fennel.exposition.IncompleteMetricsException}. Other packages have other tasks:
 * {@code dev.fennel.exposition.scrape} answers scrapes, {@code dev.fennel.exposition.graphite} pushes to Graphite,
 * {@code dev.fennel.exposition.parser} reads the text formats back, {@code dev.fennel.exposition.lint} checks names,
 * and {@code dev.fennel.exposition.catalogue} lists metrics for people, dashboards and alerts.
 *
 * <p>To read the code, start at {@code BufferedEncoder}, which loops over families and metrics and isolates those that
 * fail; {@code OneValueVisitor} receives the value of each metric. What the packages share is in
 * {@code dev.fennel.exposition.internal}, such as {@code BucketCheck}, which sees whether a user's histogram or summary
 * contradicts itself. Then:
 *
 * <ul>
 *   <li>The text formats: {@code LineEncoder}, with {@code TextEncoder}, {@code OpenMetricsEncoder} and
 *       {@code OpenMetrics2Encoder}; {@code BoundTexts} for bounds and ranks, {@code ExemplarPrinter} for exemplars.
 *       Version 2.0 of OpenMetrics has {@code CompositeValues}, and {@code DecimalSeconds} for times.
 *   <li>Protobuf: {@code ProtobufEncoder}, {@code ProtobufHistogram}, {@code ProtobufMessages}, {@code ProtobufSchema}
 *       and {@code ProtobufWriter}. {@code NativeSpans} finds the spans of native buckets, for OpenMetrics 2.0 too.
 *   <li>Names of families: {@code FamilyNames} keeps them apart, {@code FamilyName.Rule} and {@code OpenMetricsNames}
 *       derive them.
 *   <li>Labels: {@code LabelBlocks} encodes them once, {@code SharedLabels} keeps them for all encoders of a kind,
 *       {@code LabelSyntax} escapes label values, {@code LabelCollisions} finds labels that escaping makes the same,
 *       and series that come twice or out of order.
 *   <li>Numbers: {@code NumberPrinter} prints like Go, {@code ShortestDecimal} finds the shortest digits.
 *   <li>Bytes: {@code ByteBuf}, into which everything is written; {@code SpareEncoders} keeps encoders for
 *       {@code Format.write}.
 *   <li>Files: {@code FileReplacement}, with the steps by which {@code Textfile} replaces one.
 * </ul>
 *
 * <p>Formats are immutable and may be used by any number of threads, an encoder by one at a time. Arguments are never
 * null, and nothing returns null, unless a method says so.
 */
package dev.fennel.exposition;
