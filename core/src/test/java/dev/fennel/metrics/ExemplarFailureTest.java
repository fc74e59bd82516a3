package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Labels;
import dev.fennel.testsupport.OtherJvm;
import dev.fennel.testsupport.RecordedLog;
import dev.fennel.testsupport.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExemplarFailureTest {
    // Held, so that the logger with its handler is not collected as garbage.
    private static final Logger LOGGER = Logger.getLogger(ExemplarSampler.class.getName());

    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }

    static Stream<ExemplarSupplier> broken() {
        return Stream.of(
                () -> {
                    throw new IllegalStateException("no span");
                },
                () -> {
                    throw new NoClassDefFoundError("Span");
                },
                () -> {
                    throw new StackOverflowError();
                },
                () -> Labels.of("trace_id", "x".repeat(121)),
                () -> Labels.of("__trace", "x"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void failuresCostTheExampleAloneAndAreLoggedOnce(ExemplarSupplier supplier) {
        CounterVec counters =
                CounterVec.builder("c_total", "", "code").exemplars(supplier).build();
        counters.withLabelValues("200").inc();
        counters.withLabelValues("500").add(1.5);
        assertThat(logged).hasSize(1);
        assertThat(logged.get(0).getLevel()).isEqualTo(Level.WARNING);
        assertThat(logged.get(0).getThrown()).isNotNull();
        assertThat(logged.get(0).getMessage())
                .startsWith("exemplar supplier " + supplier.getClass().getName() + ": threw ")
                .endsWith("; its exemplar is left out; further failures are not logged");

        assertThat(counters.withLabelValues("200").value()).isEqualTo(1);
        assertThat(counters.withLabelValues("500").value()).isEqualTo(1.5);
        assertThat(Written.by(counters.withLabelValues("500")).exemplars()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aHistogramsObservationIsCountedAllTheSame(ExemplarSupplier supplier) {
        Histogram histogram = Histogram.builder("h", "").exemplars(supplier).build();
        histogram.observe(1);
        histogram.observe(2);

        assertThat(histogram.snapshot().count()).isEqualTo(2);
        assertThat(Written.by(histogram).exemplars()).allMatch(Objects::isNull);
        assertThat(logged).hasSize(1);
    }

    @Test
    void aSupplierThatRecoversIsAskedAgain() {
        AtomicReference<String> trace = new AtomicReference<>("x".repeat(500));
        Counter counter = Counter.builder("c_total", "")
                .exemplars(() -> Labels.of("trace_id", trace.get()))
                .build();
        counter.inc();
        trace.set("a");
        counter.inc();

        assertThat(Written.by(counter).exemplars()).hasSize(1);
    }

    @Test
    void aSupplierThatRunsOutOfMemoryCostsItsExemplarOnly() {
        OutOfMemoryError error = new OutOfMemoryError("none left");
        Counter counter = Counter.builder("c_total", "")
                .exemplars(() -> {
                    throw error;
                })
                .build();

        counter.inc();
        assertThat(counter.value()).isEqualTo(1);
        assertThat(logged).hasSize(1);
    }

    /** In a JVM of its own, as this is logged once. */
    @Test
    void brokenLogCostsNothingWhenAnExemplarIsTooLong() {
        assertThat(OtherJvm.run(TooLong.class)).isEqualTo("1.0, no exemplar\n");
    }

    private static final class TooLong {
        public static void main(String[] args) {
            try (RecordedLog log = new RecordedLog(ExemplarSampler.class.getName())) {
                log.breakDown();
                Counter counter = Counter.builder("c_total", "").build();
                counter.addWithExemplar(1, Labels.of("trace_id", "x".repeat(129)));
                boolean none = Written.by(counter).exemplars().stream().allMatch(Objects::isNull);
                System.out.println(counter.value() + (none ? ", no exemplar" : ", an exemplar"));
            }
        }
    }
}
