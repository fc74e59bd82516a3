/**
 * The exposition formats of Prometheus.
 *
 * <p>A {@link dev.fennel.exposition.Format} makes {@link dev.fennel.exposition.Encoder}s, which write the families of
 * a gather into a buffer that is used again. To write a gather once, to a stream or a person's terminal, {@link
 * dev.fennel.exposition.Format#write} is enough; {@link dev.fennel.exposition.Textfile} replaces a file for
 * node_exporter. {@link
 * dev.fennel.exposition.TextParser} reads families back from text. Formats are immutable; an encoder is used by one thread at a time.
 * Arguments are never null.
 */
package dev.fennel.exposition;
