/**
 * What Fennel costs, measured with JMH, and what the same work costs in other libraries.
 *
 * <p>There is one class for each {@link dev.fennel.benchmarks.Question question}. Its method {@code fennel} measures
 * our library; another method, if any, is the floor, the least that any library could do. The benchmarks of the other
 * libraries are in a class of the same name in the package {@code peers}, which the Maven profile {@code peers} adds
 * together with their jars:
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package
 * java -jar benchmarks/target/benchmarks.jar                          # everything, two hours
 * java -jar benchmarks/target/benchmarks.jar --quick                  # a first impression
 * java -jar benchmarks/target/benchmarks.jar --quick counter lookup   # the questions whose names contain a word
 * }</pre>
 *
 * <p>{@link dev.fennel.benchmarks.Compare} asks all libraries each question, one after the other, and prints the
 * answers side by side. Where threads can compete, it does so with one thread and with two that use the same series.
 * Without the profile, it prints only our side. The README of this module explains each row of the table.
 *
 * <p>What JMH cannot measure has a {@link dev.fennel.benchmarks.answers.Measurement} of its own:
 * {@link dev.fennel.benchmarks.HttpLoad} scrapes over HTTP, {@link dev.fennel.benchmarks.RetainedHeap} the memory of
 * series, {@link dev.fennel.benchmarks.JarSize} the size of jars.
 *
 * <p>JMH's own command line is available too, for its other profilers and options:
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar org.openjdk.jmh.Main -h
 * }</pre>
 *
 * <p>The rules for a fair comparison: every library is used as its documentation recommends, in the fastest way that it
 * offers. All get the same values and buckets, and expose the same series. Label values are equal to those that the
 * series was made with, but other objects, unless the question says otherwise.
 */
package dev.fennel.benchmarks;
