package dev.fennel.exposition.scrape;

/** What a {@link Scraper} does with a scrape in which some metrics could not be gathered or encoded. */
public enum ErrorHandling {
    /** Answers 500 with what went wrong, and sends no metrics: a scrape is complete or it failed. The default. */
    HTTP_ERROR,

    /**
     * Answers 200 with the metrics that are left, and 500 only if none are. The missing ones show in the error log and
     * in {@code promhttp_metric_handler_errors_total} alone, so watch one of the two.
     */
    CONTINUE,

    /**
     * Throws an {@link IllegalStateException} out of {@link Scraper#scrape}, before there is an answer, for the server
     * to deal with. The JDK's server closes the connection then without an answer, and logs the exception at
     * {@code TRACE} only.
     */
    THROW
}
