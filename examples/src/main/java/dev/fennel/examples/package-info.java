/**
 * Programs that show Fennel at work, one file each.
 *
 * <p>Build them with {@code mvn -q -DskipTests package} in the folder of the whole project, and run one with {@code
 * java -cp examples/target/fennel-examples.jar dev.fennel.examples.Simple}. The first argument is the port or, for the
 * jobs that push, the URL of the Pushgateway; it may be left out.
 */
package dev.fennel.examples;
