/**
 * Answers scrapes for any HTTP server or framework.
 *
 * <p>A {@link dev.fennel.exposition.scrape.Scraper} takes a request, and returns a
 * {@link dev.fennel.exposition.scrape.ScrapeAnswer} with status, headers and body.
 * {@link dev.fennel.exposition.scrape.ScraperOptions} are its options, which the builders of handlers for particular
 * servers inherit. {@link dev.fennel.exposition.scrape.ErrorHandling} says what happens if some metrics cannot be
 * gathered or encoded. {@link dev.fennel.exposition.scrape.FormatNegotiation} is for callers without a scraper.
 *
 * <p>To read the code, start at {@code Scraper}, which says what a request holds and who gives it back. It uses, in
 * this order:
 *
 * <ul>
 *   <li>{@code FormatNegotiation} and {@code AcceptEncoding}, which read headers with {@code QualityValues}, and
 *       {@code NameFilter}, which reads {@code name[]} in the query;
 *   <li>{@code CollectorLimit}, which says how long collectors may take, and {@code Deadline}, until when a request may
 *       wait for whatever it is;
 *   <li>{@code ScrapeSlots}, which limits the requests in flight, and {@code TimeLimit}, which lets a request leave a
 *       scrape that takes too long;
 *   <li>{@code SharedScrapes}, which lets requests that ask the same share a body;
 *   <li>{@code BodyEncoder}, which gathers and encodes, and handles errors;
 *   <li>{@code BufferPool}, which keeps encoders and {@code GzipBuffer}s from one scrape to the next, and bounds their
 *       memory;
 *   <li>{@code ErrorLog} and {@code RecentErrors}, which get the errors, and {@code FailedSources}, which is what
 *       strangers see of them;
 *   <li>{@code ScraperMetrics}, the scraper's metrics about itself.
 * </ul>
 *
 * <p>A scraper may be used by any number of threads, an answer or a builder by one at a time. Arguments are never null,
 * and nothing returns null, unless a method says so.
 */
package dev.fennel.exposition.scrape;
