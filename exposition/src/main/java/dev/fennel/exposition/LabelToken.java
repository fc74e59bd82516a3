package dev.fennel.exposition;

/** A label in the line that is being parsed. */
record LabelToken(Token name, Token value) {}
