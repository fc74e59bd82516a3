package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.NumberBatch;
import dev.fennel.registry.Registry;
import dev.fennel.registry.Wrapped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics whose numbers are read many at once give the same bytes as those that are visited one after the other. */
class NumberBatchesTest {
    private static final int SCRAPES = Integer.getInteger("number.scrapes", 10);

    private static final double[] SPECIAL = {
        0,
        -0.0,
        1,
        -1,
        1e6,
        999_999,
        1e15,
        1e16,
        1e17,
        0.0001,
        0.00001,
        1.5,
        -2.25,
        1e300,
        5e-324,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        1.0 / 3
    };

    static Stream<Format> formats() {
        return Stream.of(Format.TEXT, Format.OPENMETRICS, Format.OPENMETRICS.withCreatedSamples(), Format.PROTOBUF)
                .flatMap(format -> Stream.of(EscapingScheme.values()).map(format::withEscaping));
    }

    /** The same family, without what its own list of metrics can do. */
    private static MetricFamily oneByOne(MetricFamily family) {
        return new MetricFamily(
                family.type(), family.name(), family.help(), family.unit(), new ArrayList<>(family.metrics()));
    }

    private static byte[] encode(Encoder encoder, List<MetricFamily> families) {
        encoder.reset();
        encoder.encodeAll(families);
        encoder.finish();
        assertThat(encoder.errors()).isEmpty();
        return encoder.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void givesTheSameBytes(Format format) {
        long seed = 20261126;
        SplittableRandom random = new SplittableRandom(seed);
        Instruments instruments = new Instruments(random);
        Encoder batches = format.newEncoder();
        Encoder visits = format.newEncoder();
        for (int scrape = 0; scrape < SCRAPES; scrape++) {
            instruments.change();
            List<MetricFamily> families = instruments.registry.gather().families();
            List<MetricFamily> copies =
                    families.stream().map(NumberBatchesTest::oneByOne).toList();
            assertThat(encode(batches, families))
                    .as("seed %d, scrape %d", seed, scrape)
                    .isEqualTo(encode(visits, copies))
                    .isEqualTo(encode(batches, families)); // whose labels are kept now
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void familyOfAnotherTypeThanItsMetricsIsReported(Format format) {
        CounterVec counters = CounterVec.builder("jobs_total", "Jobs.", "queue").build();
        for (int i = 0; i < 10; i++) {
            counters.withLabelValues("" + i).inc();
        }
        Registry registry = Registry.create();
        registry.register(counters);
        List<MetricFamily> gathered = registry.gather().families();
        MetricFamily wrong = new MetricFamily(
                MetricType.GAUGE, "jobs", "", "", gathered.get(0).metrics());
        NumberBatch batch = new NumberBatch();
        wrong.readNumbers(0, batch);
        Encoder encoder = format.newEncoder();
        encoder.encodeAll(List.of(wrong));

        assertThat(batch.size()).isZero();
        assertThat(encoder.size()).isZero();
        assertThat(encoder.errors()).hasSize(10);
    }

    /** Series of all kinds that are born, change and die. */
    private static final class Instruments {
        private final Registry registry = Registry.create();
        private final SplittableRandom random;
        private final List<CounterVec> counters = new ArrayList<>();
        private final List<GaugeVec> gauges = new ArrayList<>();
        private final HistogramVec histograms;
        private final SummaryVec summaries;

        Instruments(SplittableRandom random) {
            this.random = random;
            counters.add(CounterVec.builder("a_total", "A.", "path", "code").register(registry));
            counters.add(CounterVec.builder("b.c_total", "B.", "x.y", "code")
                    .expireAfter(Duration.ofHours(6))
                    .register(registry));
            gauges.add(GaugeVec.builder("d", "D.", "path", "code").register(registry));
            // Two Vecs of one name, whose series stand in one family: mixed, or those of one after those of the other.
            for (String zone : new String[] {"1", "2"}) {
                counters.add(CounterVec.builder("e_total", "E.", "path", "code")
                        .constLabels(Labels.of("zone", zone))
                        .register(registry));
            }
            for (String area : new String[] {"2", "1"}) {
                gauges.add(GaugeVec.builder("j", "J.", "path", "code")
                        .constLabels(Labels.of("area", area))
                        .register(registry));
            }
            counters.add(CounterVec.builder("f_total", "F.", "path", "code").build());
            gauges.add(GaugeVec.builder("g", "G.", "path", "code").build());
            registry.register(Wrapped.withPrefix("wrapped_", counters.get(4)));
            registry.register(Wrapped.withLabels(Labels.of("job", "ä\n\"x\""), gauges.get(3)));
            histograms = HistogramVec.builder("h", "H.", "path", "code").register(registry);
            summaries = SummaryVec.builder("i", "I.", "path", "code")
                    .objective(.5, .05)
                    .register(registry);
        }

        void change() {
            int births = random.nextInt(4) == 0 ? 300 : random.nextInt(20);
            for (int i = 0; i < births; i++) {
                String[] values = values();
                counters.forEach(vec -> add(vec.withLabelValues(values)));
                gauges.forEach(vec -> vec.withLabelValues(values).set(number()));
                histograms.withLabelValues(values).observe(random.nextDouble() * 12);
                summaries.withLabelValues(values).observe(random.nextDouble());
            }
            for (int i = random.nextInt(60); i > 0; i--) {
                String[] values = values();
                counters.forEach(vec -> vec.deleteLabelValues(values));
                gauges.forEach(vec -> vec.deleteLabelValues(values));
                histograms.deleteLabelValues(values);
            }
            if (random.nextInt(10) == 0) {
                counters.forEach(CounterVec::reset);
            }
        }

        private String[] values() {
            String path = "/" + random.nextInt(100) + (random.nextInt(9) == 0 ? "\\ü" + "x".repeat(300) : "");
            return new String[] {path, "" + (100 + random.nextInt(6))};
        }

        private void add(Counter counter) {
            double amount = Math.abs(number());
            if (!Double.isFinite(amount)) {
                counter.inc();
            } else if (random.nextInt(5) == 0) {
                counter.addWithExemplar(amount, Labels.of("trace_id", "" + random.nextInt()));
            } else {
                counter.add(amount);
            }
        }

        private double number() {
            return switch (random.nextInt(4)) {
                case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                case 1 -> random.nextInt(10_000_000) / 1000.0;
                case 2 -> random.nextDouble() * 1e9;
                default -> random.nextInt(10_000_000);
            };
        }
    }
}
