/**
 * What threads may see of instruments and Vecs, tried by jcstress: each class names all that it accepts, and every
 * other outcome fails the run. {@code mvn -Pjcstress verify -pl core -DskipTests} runs all of it in about a minute.
 *
 * <p>The tests use the API only, so they hold for any way to store the values.
 */
package dev.fennel.races;
