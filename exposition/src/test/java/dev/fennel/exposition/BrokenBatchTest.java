package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.internal.NumberPrinter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.model.Exemplar;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.Registry;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch of numbers that fails half-way is taken back, and its metrics are written one after the other. */
class BrokenBatchTest {
    private static final int SERIES = 20;

    private final List<MetricFamily> families = families();

    private static List<MetricFamily> families() {
        Registry registry = Registry.create();
        CounterVec jobs =
                CounterVec.builder("jobs_total", "Jobs.", "site", "queue").register(registry);
        for (int i = 0; i < SERIES; i++) {
            jobs.withLabelValues("site " + i / 5, "queue " + i).add(i);
        }
        return registry.gather().families();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, SERIES - 1})
    void noByteIsLeftAndNoMetricIsLost(int line) {
        String whole = Families.encode(new Failing(Integer.MAX_VALUE), families);
        Failing encoder = new Failing(line);

        assertThat(Families.encode(encoder, families)).isEqualTo(whole).contains("site=\"site 3\"} 19\n");
        assertThat(encoder.errors()).isEmpty();
        assertThat(encoder.lines).isEqualTo(line + 1 + SERIES);
    }

    /** Text with a line for the time when counting began, which fails once, as at the end of a stack. */
    private static final class Failing extends LineEncoder {
        private final int failing;
        private int lines;

        Failing(int failing) {
            super(EscapingScheme.UNDERSCORES, FamilyName.Rule.plain(EscapingScheme.UNDERSCORES), new NumberPrinter());
            this.failing = failing;
        }

        @Override
        boolean takesCreated() {
            return true;
        }

        @Override
        void putCreated(long millis) {
            if (lines++ == failing) {
                throw new StackOverflowError("planted");
            }
            body.putAscii("created\n");
        }

        @Override
        void putHeader(MetricFamily family, FamilyName name) {
            body.putAscii("header\n");
        }

        @Override
        void printCount(long value) {
            throw new AssertionError("no counts here");
        }

        @Override
        void printTimestamp(long millis) {
            throw new AssertionError("no timestamps here");
        }

        @Override
        void putExemplar(Exemplar exemplar) {
            throw new AssertionError("no exemplars here");
        }

        @Override
        public void finish() {
            // This format has no end mark.
        }
    }
}
