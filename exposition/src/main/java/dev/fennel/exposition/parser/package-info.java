/**
 * Reads the text format 0.0.4, OpenMetrics 1.0 and OpenMetrics 2.0 back into the model.
 *
 * <p>{@link dev.fennel.exposition.parser.TextParser} is where to start: it makes a parser for one of the three formats,
 * and its documentation lists what each format accepts and refuses. A text that is not in the format throws a
 * {@link dev.fennel.exposition.parser.TextParseException} with the line and the column, or keeps what can be read and
 * returns such errors beside it.
 *
 * <p>Arguments must not be null; a null throws {@link java.lang.NullPointerException}. A parser is immutable and safe
 * for use by several threads. All that works on one text belongs to one call, and so to one thread.
 */
/*
 * The other types are the machinery behind it. In the order in which a text passes through them, they are:
 *
 * 1. Utf8Text decodes the bytes and knows where they are not UTF-8.
 * 2. TextCursor walks through the text, takes tokens from it, and makes the errors for a place in it.
 * 3. LineGrammar puts tokens together to samples and help texts, including quotes and escapes. TextGrammar and
 *    OpenMetricsGrammar add what is different in their formats, NumberGrammar reads values, counts and timestamps, and
 *    the result is a SampleLine.
 * 4. TextFamilies and OpenMetricsFamilies read line after line and find the family that each belongs to;
 *    OpenMetricsLines reads the lines of all versions. OpenMetricsFamily checks the order of the lines in a family,
 *    OpenMetricsType and SampleKind know which samples a type may have, and SampleRules checks their values.
 * 5. PointAssembler collects the samples of one metric at one time: HistogramAssembler those of a histogram,
 *    SummaryAssembler those of a summary. FamilyAssembler makes the family of them.
 *
 * In OpenMetrics 2.0, each line is a metric at one time, so nothing has to be assembled: OpenMetrics2Families finds
 * the family of a line, OpenMetrics2Family reads the line and checks the rules, and CompositeGrammar reads the values
 * in braces. Names, labels and numbers are read as above.
 *
 * Both readings go the same way. Whoever reads lines or makes families hands an error to ParseErrors, which throws it
 * or keeps it.
 */
package dev.fennel.exposition.parser;
