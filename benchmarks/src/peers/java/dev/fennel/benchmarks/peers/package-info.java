/**
 * The same work done by other libraries, compiled with the Maven profile {@code peers} alone. For each class here there
 * is one of the same name in the package above, which says what is asked; every method is called after its library.
 *
 * <p>All libraries get their best chance: a series is kept as the object that the library gives out for it, and what a
 * library does besides is switched off where it can be (exemplars, time stamps of creation).
 */
package dev.fennel.benchmarks.peers;
