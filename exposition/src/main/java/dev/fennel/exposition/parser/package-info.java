/**
 * Reads the text format 0.0.4, OpenMetrics 1.0 and OpenMetrics 2.0 back into the model.
 *
 * <p>{@link dev.fennel.exposition.parser.TextParser} is where to start: it makes a parser for one of the three formats,
 * and its documentation lists what each format accepts and refuses. A text that is not in the format throws a
 * {@link dev.fennel.exposition.parser.TextParseException} with the line and the column, or keeps what can be read and
 * returns such errors beside it. The other types are the machinery behind it. In the order in which a text passes
 * through them, they are:
 *
 * <ol>
 *   <li>{@code Utf8Text} decodes the bytes and knows where they are not UTF-8.
 *   <li>{@code TextCursor} walks through the text, takes tokens from it, and makes the errors for a place in it.
 *   <li>{@code LineGrammar} puts tokens together to samples and help texts, including quotes and escapes.
 *       {@code TextGrammar} and {@code OpenMetricsGrammar} add what is different in their formats,
 *       {@code NumberGrammar} reads values, counts and timestamps, and the result is a {@code SampleLine}.
 *   <li>{@code TextFamilies} and {@code OpenMetricsFamilies} read line after line and find the family that each belongs
 *       to; {@code OpenMetricsLines} reads the lines of all versions. {@code OpenMetricsFamily} checks the order of the
 *       lines in a family, {@code OpenMetricsType} and {@code SampleKind} know which samples a type may have, and
 *       {@code SampleRules} checks their values.
 *   <li>{@code PointAssembler} collects the samples of one metric at one time: {@code HistogramAssembler} those of a
 *       histogram, {@code SummaryAssembler} those of a summary. {@code FamilyAssembler} makes the family of them.
 * </ol>
 *
 * <p>In OpenMetrics 2.0, each line is a metric at one time, so nothing has to be assembled:
 * {@code OpenMetrics2Families} finds the family of a line, {@code OpenMetrics2Family} reads the line and checks the
 * rules, and {@code CompositeGrammar} reads the values in braces. Names, labels and numbers are read as above.
 *
 * <p>Both readings go the same way. Whoever reads lines or makes families hands an error to {@code ParseErrors}, which
 * throws it or keeps it.
 *
 * <p>Arguments must not be null; a null throws {@link java.lang.NullPointerException}. A parser is immutable and safe
 * for use by several threads. All that works on one text belongs to one call, and so to one thread.
 */
package dev.fennel.exposition.parser;
