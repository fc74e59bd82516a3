/**
 * The exposition formats of Prometheus, and what it takes to serve them.
 *
 * <p>A {@link dev.fennel.exposition.Format}, with an {@link dev.fennel.exposition.EscapingScheme} for the names that
 * old readers do not understand, makes {@link dev.fennel.exposition.Encoder}s, which write the families of a gather
 * into a buffer that is used again. To write a gather once, to a stream or a person's terminal,
 * {@link dev.fennel.exposition.Format#write} is enough; {@link dev.fennel.exposition.Textfile} replaces a file for
 * node_exporter. {@link dev.fennel.exposition.parser.TextParser} reads families back from text.
 *
 * <p>A {@link dev.fennel.exposition.scrape.Scraper} answers scrapes for whatever HTTP server or framework there is: it
 * finds the format that a client asks for, and gathers, encodes and compresses a
 * {@link dev.fennel.exposition.scrape.ScrapeAnswer}. {@link dev.fennel.exposition.scrape.ScraperOptions} are its
 * options, {@link dev.fennel.exposition.scrape.ErrorHandling} says what becomes of a scrape that is not complete.
 *
 * <p>Formats and parsers are immutable; a scraper is used by any number of threads, an encoder, an answer or a builder
 * by one at a time. Arguments are never null unless a method says so.
 */
package dev.fennel.exposition;
