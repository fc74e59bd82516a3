package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever foreign code throws, and whatever the text of that throws, is one error. */
class ForeignFailureTest {
    /** There may be hundreds of functions, and all have the class in common. */
    @ParameterizedTest
    @CsvSource({"'', queue_depth", "p_, p_queue_depth"})
    void functionIsReportedByTheNameOfItsMetric(String prefix, String name) {
        Registry registry = Registry.create();
        IllegalStateException boom = new IllegalStateException("boom");
        GaugeFunc.builder("queue_depth", "h", () -> {
                    throw boom;
                })
                .constLabels(Labels.of("queue", "mail"))
                .register(registry.withPrefix(prefix));
        GatherError error = registry.gather().errors().get(0);
        assertThat(error.source()).isEqualTo("gauge \"" + name + "\"");
        assertThat(error.message())
                .isEqualTo("gauge \"" + name + "\"{queue=\"mail\"}: threw java.lang.IllegalStateException: boom");
    }

    private static final String COLLECTOR = "collector " + FunctionalCollector.class.getName();

    /** Has a text, which a test needs for its name, and some of the failures do not have. */
    private record Failure(String what, Throwable thrown) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Failure> failures() {
        return Stream.of(
                new Failure("no memory", new OutOfMemoryError("made up")),
                new Failure("internal", new InternalError("made up")),
                new Failure("stack overflow", new StackOverflowError()),
                new Failure("linkage", new NoClassDefFoundError("a/B")),
                new Failure("own error", new OwnError()),
                new Failure("undeclared", new ClassNotFoundException("undeclared")),
                new Failure("text that cannot be linked", new Speechless(() -> {
                    throw new NoClassDefFoundError("a/Formatter");
                })),
                new Failure("text without memory", new Speechless(() -> {
                    throw new OutOfMemoryError("made up");
                })),
                new Failure("text that recurses", new Speechless(() -> recurse(0))),
                new Failure("no text", new Speechless(() -> null)));
    }

    private static String recurse(int depth) {
        return recurse(depth + 1) + depth;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isReportedAndCostsNothingElse(Failure failing) {
        Throwable failure = failing.thrown();
        Registry registry = Registry.create();
        registry.register(FunctionalCollector.unchecked(out -> {
            throw ForeignFailureTest.<RuntimeException>unchecked(failure);
        }));
        registry.register(FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge("good", "h"), 1))));
        GatherResult result = registry.gather();
        assertThat(Rendered.lines(result)).containsExactly("good{} 1.0");
        assertThat(result.errors()).hasSize(1);
        GatherError error = result.errors().get(0);
        assertThat(error.cause() == failure).isTrue();
        assertThat(error.source()).isEqualTo(COLLECTOR);
        assertThat(error.message()).startsWith(COLLECTOR + ": threw ");
        assertThat(error.toString()).isEqualTo("GatherError{" + error.message() + "}");
        assertThat(Gatherers.merge(registry).gather().errors()).hasSize(1);
        assertThat(Gatherers.coalesced(registry).gather().errors()).hasSize(1);
        assertThat(GatherResult.of(
                                () -> {
                                    throw ForeignFailureTest.<RuntimeException>unchecked(failure);
                                },
                                Registry.TIME_LIMIT)
                        .errors())
                .hasSize(1);
    }

    @Test
    void undeclaredInterruptionStaysWithTheThread() {
        GatherError error = GatherError.of("gatherer", new InterruptedException());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(error.message()).isEqualTo("gatherer: threw java.lang.InterruptedException");
    }

    @Test
    void isLoggedWithoutItsTextIfThatThrows() {
        StringBuilder logged = new StringBuilder();
        System.Logger logger = new TextLogger(logged);
        new GatherError("all is lost", new Speechless(() -> {
                    throw new NoClassDefFoundError("a/Formatter");
                }))
                .log(logger, System.Logger.Level.WARNING);
        new GatherError("once more", new IllegalStateException("boom")).log(logger, System.Logger.Level.WARNING);
        assertThat(logged.toString()).isEqualTo("all is lost;once more java.lang.IllegalStateException: boom;");
    }

    @SuppressWarnings("unchecked") // the compiler takes it for a RuntimeException
    private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static final class OwnError extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class Speechless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Supplier<String> text;

        Speechless(Supplier<String> text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text.get();
        }
    }

    private record TextLogger(StringBuilder text) implements System.Logger {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            text.append(message + (thrown == null ? "" : " " + thrown) + ";");
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... params) {
            text.append(format + ";");
        }
    }
}
