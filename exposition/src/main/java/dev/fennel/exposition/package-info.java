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
 * <p>Formats are immutable and may be used by any number of threads, an encoder by one at a time. Arguments are never
 * null, and nothing returns null, unless a method says so.
 */
/*
 * To read the code, start at BufferedEncoder, which loops over families and metrics and isolates those that fail;
 * OneValueVisitor receives the value of each metric. What other packages use, too, is in
 * dev.fennel.exposition.internal: bytes and numbers, ProtobufWriter, NativeSpans, and BucketCheck, which sees whether a
 * user's histogram or summary contradicts itself. Then:
 *
 * - The text formats: LineEncoder, with TextEncoder, OpenMetricsEncoder and OpenMetrics2Encoder; BoundTexts for bounds
 *   and ranks, ExemplarPrinter for exemplars. Version 2.0 of OpenMetrics has CompositeValues, and DecimalSeconds for
 *   times.
 * - Protobuf: ProtobufEncoder, ProtobufHistogram, ProtobufMessages and ProtobufSchema.
 * - Names of families: FamilyNames keeps them apart, FamilyName.Rule and OpenMetricsNames derive them.
 * - Labels: LabelBlocks encodes them once, SharedLabels keeps them for all encoders of a kind, LabelSyntax escapes
 *   label values, LabelCollisions finds labels that escaping makes the same, and series that come twice or out of
 *   order.
 * - SpareEncoders, which keeps encoders for Format.write.
 * - Files: FileReplacement, with the steps by which Textfile replaces one.
 */
package dev.fennel.exposition;
