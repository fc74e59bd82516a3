package dev.fennel.exposition.scrape;

/** What a {@link Scraper} does with a scrape in which some metrics could not be gathered or encoded. */
public enum ErrorHandling {
    /** Answers 500 with the errors, and sends no metrics: a scrape is either complete or failed. The default. */
    HTTP_ERROR,

    /**
     * Answers 200 with the remaining metrics, and 500 only if there are none. That metrics are missing shows only in
     * the error log and in {@code promhttp_metric_handler_errors_total}, so watch one of the two.
     */
    CONTINUE,

    /**
     * Throws an {@link IllegalStateException} from {@link Scraper#scrape}, so that the server handles it. The JDK's
     * server then closes the connection without an answer, and logs the exception at level {@code TRACE} only.
     */
    THROW
}
