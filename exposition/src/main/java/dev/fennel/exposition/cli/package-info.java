/**
 * The command line, {@code java -jar fennel-exposition.jar COMMAND}.
 *
 * <p>{@link dev.fennel.exposition.cli.Main} makes sure of {@code fennel-core} and exits; {@code CommandLine} runs a
 * {@code Command} with its {@code Arguments} and {@code Sources}, and turns what happens into a status. {@code Top}
 * counts series, {@code JsonFamilies} writes them as JSON. Everything else is done by the packages beside this one.
 *
 * <p>No class here is used by several threads. Arguments and results are never null.
 */
package dev.fennel.exposition.cli;
