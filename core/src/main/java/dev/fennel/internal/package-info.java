/**
 * What the packages of this module share and its users do not see: {@link dev.fennel.internal.Unicode}, the order and
 * validity of text, {@link dev.fennel.internal.BrokenValueException}, by which the model says how a value is broken,
 * {@link dev.fennel.internal.StackRoom}, by which the stack does not end while a lock is held,
 * {@link dev.fennel.internal.SecretHash}, a hash that nobody can predict, and {@link dev.fennel.internal.NumberRun}, a
 * list of metrics that reads the numbers of many at once.
 *
 * <p>{@link dev.fennel.internal.Nullable} marks what may be null, in this whole module. No argument or result here is
 * null. Nothing here depends on another package.
 */
package dev.fennel.internal;
