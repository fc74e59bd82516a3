/**
 * What the packages of this module share and its users do not see: {@link dev.fennel.internal.Unicode}, the order and
 * validity of text, {@link dev.fennel.internal.BrokenValueException}, by which the model says how a value is broken,
 * and {@link dev.fennel.internal.StackRoom}, by which the stack does not end while a lock is held.
 *
 * <p>{@link dev.fennel.internal.Nullable} marks what may be null, in this whole module. No argument or result here is
 * null. Nothing here depends on another package.
 */
package dev.fennel.internal;
