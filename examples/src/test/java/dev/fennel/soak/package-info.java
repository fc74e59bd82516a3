/**
 * A soak: everything that the library does, at once and for minutes, under everything that goes wrong in production.
 *
 * <p>To read the code, start at {@link dev.fennel.soak.Soak}, the program. {@code SoakLoad} makes observations and
 * knows the exact totals; {@code SoakOverflows} observes at the end of the stack; {@code SoakOutlets} scrapes and
 * pushes, with {@code SoakReceivers} at the other end; {@code SoakFaults} has the collectors that fail and hang;
 * {@code SoakHealth} watches heap, threads and logs. It stands among the examples' tests, since only this module uses
 * all others.
 */
package dev.fennel.soak;
