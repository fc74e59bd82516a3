package dev.fennel.exposition.parser;

/** A label in the line that is being parsed. */
record LabelToken(Token name, Token value) {}
