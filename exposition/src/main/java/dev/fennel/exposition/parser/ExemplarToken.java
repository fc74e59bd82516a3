package dev.fennel.exposition.parser;

import dev.fennel.model.Exemplar;

/**
 * An exemplar in the line that is being parsed.
 *
 * @param position where it begins
 */
record ExemplarToken(Exemplar exemplar, int position) {}
