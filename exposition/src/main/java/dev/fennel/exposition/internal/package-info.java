/**
 * What the packages of this module share and its users do not see: {@link dev.fennel.exposition.internal.LegacyNames},
 * the names that every reader understands without quotes, which encoders and parsers must agree on,
 * {@link dev.fennel.exposition.internal.Visible}, which escapes what a message would not show, and
 * {@link dev.fennel.exposition.internal.Nullable}, the mark of what may be null.
 */
package dev.fennel.exposition.internal;
