/**
 * What threads may see of instruments and Vecs, tried by jcstress: each class names all that it accepts, and every
 * other outcome fails the run. {@code mvn -Pjcstress verify -pl core -DskipTests} runs all of it in about a minute.
 *
 * <p>The tests here use the API only, so they hold for any way to store the values. Those of cells that belong to one
 * thread, which in instruments takes a thousand uses, are in {@code dev.fennel.internal.cells}.
 */
package dev.fennel.races;
