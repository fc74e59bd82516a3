/**
 * The same work done by other libraries, compiled only with the Maven profile {@code peers}. Each class with benchmarks
 * has the name of a class in the package above, which describes the question; each method has the name of its library.
 *
 * <p>Each library is used in its fastest way: a series is kept as the object that the library returns for it, and
 * additional work of a library (exemplars, created timestamps) is switched off where that is possible.
 */
package dev.fennel.benchmarks.peers;
