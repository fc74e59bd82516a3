/**
 * Random programs that Fennel and client_golang both run, to compare what they expose.
 *
 * <p>A program is a list of {@link dev.fennel.exposition.programs.Statement}s: make and register an instrument or a
 * collector of const metrics, observe, delete, unregister, gather. {@code RandomProgram} makes one out of a seed, with
 * the names, numbers and buckets of {@code RandomParts} and {@code RandomValues}. {@code FennelRun} runs it here,
 * {@code Reference} in a process of {@code src/test/go/programs}. Each returns an {@code Answer}: what it refused, and
 * for each gather the same pages, which are the formats of {@code PageKind} under every escaping scheme.
 *
 * <p>{@code Comparison} compares both: text by the byte, protobuf decoded. Where Fennel differs on purpose, there is a
 * {@code KnownRefusal} or a {@code KnownSpelling} that says why, turns the one answer into the other, and has an
 * example that shows the difference; it is a failure if it no longer does. Any other difference is a failure, for which
 * {@code Shrinking} looks for the smallest program.
 *
 * <p>A program has no means to show what depends on chance or on the time: the order of collectors in a gather of
 * client_golang, what a summary forgets, when a histogram is reset. Infos and state sets are not there either, as
 * client_golang has none. What else the programs avoid is said where they are made: mostly what client_golang 1.14 did
 * in another way than later versions, which are right then.
 */
package dev.fennel.exposition.programs;
