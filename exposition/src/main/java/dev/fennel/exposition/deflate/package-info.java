/**
 * Compresses bodies that are made of lines. Users do not see this package.
 *
 * <p>Start at {@link dev.fennel.exposition.deflate.LineDeflater}, which finds what repeats and says why it looks where
 * it does. It hands literals and matches to a {@code Block}, which writes them with two {@code HuffmanCode}s that are
 * made for it, into a {@link dev.fennel.exposition.deflate.BitOutput}.
 *
 * <p>Everything here is used by one thread at a time, and keeps its memory from one body to the next.
 */
package dev.fennel.exposition.deflate;
