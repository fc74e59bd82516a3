/** Answers scrapes for any HTTP server or framework. */
package dev.fennel.exposition.scrape;
