package dev.fennel.exposition.parser;

/**
 * A piece of the line that is being parsed.
 *
 * @param text what it says, without quotes and escapes
 * @param position where it begins
 */
record Token(String text, int position) {}
