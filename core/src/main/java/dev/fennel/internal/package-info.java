/**
 * What the packages of this module share and its users do not see: {@link dev.fennel.internal.Unicode}, the order and
 * validity of text, and {@link dev.fennel.internal.BrokenValueException}, by which the model says how a value is
 * broken.
 *
 * <p>Nothing here depends on another package; nothing is null.
 */
package dev.fennel.internal;
