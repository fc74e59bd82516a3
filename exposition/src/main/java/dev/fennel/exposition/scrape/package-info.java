/**
 * Answers scrapes for any HTTP server or framework.
 *
 * <p>A {@link dev.fennel.exposition.scrape.Scraper} takes a request, and returns a
 * {@link dev.fennel.exposition.scrape.ScrapeAnswer} with status, headers and body.
 * {@link dev.fennel.exposition.scrape.ScraperOptions} are its options, which the builders of handlers for particular
 * servers inherit. {@link dev.fennel.exposition.scrape.ErrorHandling} says what happens if some metrics cannot be
 * gathered or encoded. {@link dev.fennel.exposition.scrape.FormatNegotiation} is for callers without a scraper.
 *
 * <p>A scraper may be used by any number of threads, an answer or a builder by one at a time. Arguments are never null,
 * and nothing returns null, unless a method says so.
 */
/*
 * To read the code, start at Scraper, which says what a request holds and who gives it back. It uses, in this order:
 *
 * - FormatNegotiation and AcceptEncoding, which read headers with QualityValues, and NameFilter, which reads name[] in
 *   the query;
 * - CollectorLimit, which says how long collectors may take, and Deadline, until when a request may wait for whatever
 *   it is;
 * - ScrapeSlots, which limits the requests in flight, and TimeLimit, which lets a request leave a scrape that takes
 *   too long;
 * - SharedScrapes, which lets requests that ask the same share a body; Waiters are those that wait for the next one, or for memory;
 * - BodyEncoder, which gathers and encodes, and handles errors;
 * - BufferPool, which keeps Buffers, each an encoder and a GzipBuffer, from one scrape to the next, and bounds their
 *   memory;
 * - ErrorLog and RecentErrors, which get the errors, and FailedSources, which is what strangers see of them;
 * - ScraperMetrics, the scraper's metrics about itself.
 */
package dev.fennel.exposition.scrape;
