/**
 * What Fennel costs, measured with JMH, and what the same work costs in other libraries.
 *
 * <p>There is one class for each {@link dev.fennel.benchmarks.Question question}. Its method {@code fennel} is ours; a
 * method beside it is the floor, the least that any library could do. The other libraries' ways are in a class of the
 * same name in the package {@code peers}, which the Maven profile {@code peers} adds together with their jars:
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package
 * java -jar benchmarks/target/benchmarks.jar                          # everything, more than half an hour
 * java -jar benchmarks/target/benchmarks.jar --quick                  # a first impression, a few minutes
 * java -jar benchmarks/target/benchmarks.jar --quick counter lookup   # the questions whose names contain a word
 * }</pre>
 *
 * <p>{@link dev.fennel.benchmarks.Compare} asks each question of all libraries one after the other, with one thread
 * and, where threads can get into each other's way, with two that use the same series; it prints time and allocated
 * bytes per operation side by side. Without the profile, it prints our side alone.
 *
 * <p>JMH's own command line is there too, for its other profilers and options:
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar org.openjdk.jmh.Main -h
 * }</pre>
 *
 * <p>The rules for a fair comparison: every library is used as its documentation recommends, in the fastest way that it
 * offers; all get the same values and buckets, and expose the same series; label values are equal to those that the
 * series was made with, but other objects, unless the question says otherwise.
 */
package dev.fennel.benchmarks;
