/** Reads the text formats. */
package dev.fennel.exposition.parser;
