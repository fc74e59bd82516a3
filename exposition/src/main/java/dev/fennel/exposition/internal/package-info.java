/**
 * What the packages of this module, and of the one that pushes, share and their users do not see:
 *
 * <ul>
 *   <li>{@link dev.fennel.exposition.internal.ByteBuf}, which encoders write into;
 *       {@link dev.fennel.exposition.internal.ProtobufWriter}, which knows the wire format of Protocol Buffers; and
 *       {@link dev.fennel.exposition.internal.NumberPrinter}, which prints numbers with the digits of
 *       {@code ShortestDecimal};
 *   <li>{@link dev.fennel.exposition.internal.BucketCheck}, which finds histograms and summaries that contradict
 *       themselves, and {@link dev.fennel.exposition.internal.NativeSpans}, which goes through native buckets;
 *   <li>{@link dev.fennel.exposition.internal.JsonText}, which writes JSON;
 *   <li>{@link dev.fennel.exposition.internal.ShutdownHook}, which closes what pushes when the JVM ends;
 *   <li>{@link dev.fennel.exposition.internal.LegacyNames}, the names that every reader understands without quotes,
 *       which encoders and parsers must agree on; {@link dev.fennel.exposition.internal.Visible}, which escapes what a
 *       message would not show; and {@link dev.fennel.exposition.internal.Nullable}, the mark of what may be null.
 * </ul>
 */
package dev.fennel.exposition.internal;
