/**
 * The instruments: counter, gauge, histogram, summary, each alone, as a Vec with labels, or as a function; and info and
 * state set, for what is told by labels.
 *
 * <p>Each is made by a builder, whose {@code build()} makes it and whose {@code register()} also registers it. All are
 * safe to be used by several threads at once, and exact; arguments are never null.
 */
package dev.fennel.metrics;
