package dev.fennel.exposition.scrape;

/** What a {@link Scraper} does with a scrape in which some metrics could not be gathered or encoded. */
public enum ErrorHandling {
    /**
     * Answers 200 with the remaining metrics, and 500 only if none of those asked for are left: what fails costs its
     * own metrics and nobody else's. The default. That metrics are missing shows in the error log, on the live page and
     * in {@code promhttp_metric_handler_errors_total}, so have an alert watch that.
     */
    CONTINUE,

    /**
     * Answers 500 without any metrics: a scrape is either complete or failed. All metrics are gathered whatever
     * {@code name[]} selects, so an error in gathering also fails requests for other families.
     */
    HTTP_ERROR,

    /**
     * Throws an {@link IllegalStateException} from {@link Scraper#scrape}, so that the server handles it. The JDK's
     * server then closes the connection without an answer, and logs the exception at level {@code TRACE} only.
     */
    THROW
}
