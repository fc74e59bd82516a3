/**
 * What the encoders and the parser share and users do not see; the module does not export this package.
 *
 * <p>{@link dev.fennel.exposition.internal.LegacyNames} says which names need no quotes. It has no state. Arguments are
 * never null.
 */
package dev.fennel.exposition.internal;
