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
 * java -jar benchmarks/target/benchmarks.jar                          # everything, more than half an hour
 * java -jar benchmarks/target/benchmarks.jar --quick                  # a first impression, a few minutes
 * java -jar benchmarks/target/benchmarks.jar --quick counter lookup   # the questions whose names contain a word
 * }</pre>
 *
 * <p>{@link dev.fennel.benchmarks.Compare} asks all libraries each question, one after the other. It does so with one
 * thread and, where threads can compete, with two threads that use the same series. It prints time and allocated bytes
 * per operation side by side. Without the profile, it prints only our side.
 *
 * <p>JMH's own command line is available too, for its other profilers and options:
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar org.openjdk.jmh.Main -h
 * }</pre>
 *
 * <p>{@link dev.fennel.benchmarks.HttpLoad} measures scrapes over HTTP, {@link dev.fennel.benchmarks.RetainedHeap} the
 * memory of series, and {@link dev.fennel.benchmarks.StartUp} the time to the first scrape of a fresh JVM. They are
 * programs of their own.
 *
 * <p>The rules for a fair comparison: every library is used as its documentation recommends, in the fastest way that it
 * offers. All get the same values and buckets, and expose the same series. Label values are equal to those that the
 * series was made with, but other objects, unless the question says otherwise.
 */
package dev.fennel.benchmarks;
