package dev.fennel.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.registry.GatherError;
import dev.fennel.testsupport.CustomMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics that do with their visitor what they are not to do: each is an error, or does no harm. */
class HostileMetricsTest {
    private static final Desc GAUGE = Desc.gauge("g", "");
    private static final Desc HISTOGRAM = Desc.histogram("h", "");

    private static PointEncoder encoder(boolean json, MetricFamily... families) {
        MessageWriter format = json ? new JsonMessages() : new ProtobufMessages();
        PointEncoder encoder = new PointEncoder(format, false, Labels.EMPTY, true, 2000);
        encoder.encode(List.of(families), 1_700_000_000_000L);
        return encoder;
    }

    private static List<String> errors(Metric metric) {
        return encoder(false, new MetricFamily(metric.desc(), List.of(metric))).errors().stream()
                .map(GatherError::message)
                .toList();
    }

    private static List<String> exported(boolean json, PointEncoder encoder) {
        assertThat(encoder.errors()).isEmpty();
        byte[] body = encoder.end().get(0).body;
        return DecodedExport.metrics(json ? DecodedExport.ofJson(body) : DecodedExport.ofProtobuf(body));
    }

    private static void swallow(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // as such a metric does
        }
    }

    @Test
    void aPushIsNoScrape() {
        List<Boolean> scrapes = new ArrayList<>();
        errors(new CustomMetric(GAUGE, Labels.EMPTY, visitor -> {
            scrapes.add(visitor.isScrape());
            visitor.gauge(1);
        }));

        assertThat(scrapes).isNotEmpty().containsOnly(false);
    }

    @Test
    void refusalThatIsSwallowedIsAnErrorAllTheSame() {
        assertThat(errors(new CustomMetric(GAUGE, Labels.EMPTY, visitor -> {
                    visitor.gauge(1);
                    swallow(() -> visitor.gauge(2));
                })))
                .singleElement()
                .asString()
                .endsWith("expected a value, got one that failed half-way");
        assertThat(errors(new CustomMetric(GAUGE, Labels.EMPTY, visitor -> {
                    visitor.gauge(1);
                    swallow(() -> visitor.untyped(2));
                })))
                .hasSize(1);
        assertThat(errors(new CustomMetric(HISTOGRAM, Labels.EMPTY, visitor -> {
                    swallow(() -> visitor.histogram(new Buckets(() -> {
                        throw new IllegalStateException("half-way");
                    })));
                    swallow(() -> visitor.histogram(new Buckets(() -> {})));
                })))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void valueThatWritesAnotherWhileItIsReadIsWrittenOnce(boolean json) {
        Metric metric = new CustomMetric(
                HISTOGRAM,
                Labels.EMPTY,
                visitor ->
                        visitor.histogram(new Buckets(() -> swallow(() -> visitor.histogram(new Buckets(() -> {}))))));
        assertThat(exported(json, encoder(json, new MetricFamily(HISTOGRAM, List.of(metric)))))
                .singleElement()
                .asString()
                .contains("count: 3 sum: 1.0 bucket_counts: 1 bucket_counts: 2 explicit_bounds: 0.0 }");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void visitorThatIsKeptTakesNothingOutsideOfAMetric(boolean json) {
        AtomicReference<MetricVisitor> kept = new AtomicReference<>();
        Metric keeping = new CustomMetric(GAUGE, Labels.EMPTY, visitor -> {
            kept.set(visitor);
            visitor.gauge(1);
        });
        Metric late = new Metric() {
            @Override
            public Desc desc() {
                return GAUGE;
            }

            @Override
            public Labels labels() {
                swallow(() -> kept.get().gauge(7));
                return Labels.of("n", "1");
            }

            @Override
            public long timestampMillis() {
                swallow(() -> kept.get().gauge(8));
                return NO_TIMESTAMP;
            }

            @Override
            public void write(MetricVisitor visitor) {
                visitor.gauge(2);
            }
        };
        assertThat(exported(json, encoder(json, new MetricFamily(GAUGE, List.of(keeping, late)))))
                .singleElement()
                .asString()
                .contains("as_double: 1.0 }", "as_double: 2.0 ")
                .doesNotContain("as_double: 7.0", "as_double: 8.0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void errorsAreReportedForEachFamilyInBothFormats(boolean json) {
        List<MetricFamily> families = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            families.add(new MetricFamily(GAUGE, List.of(ConstMetric.of(GAUGE, 1))));
            families.add(new MetricFamily(HISTOGRAM, List.of(new CustomMetric(HISTOGRAM, Labels.EMPTY, visitor -> {
                visitor.histogram(new Buckets(() -> {
                    throw new StackOverflowError("deep");
                }));
            }))));
        }
        assertThat(encoder(json, families.toArray(MetricFamily[]::new)).errors())
                .hasSize(40)
                .allSatisfy(error -> assertThat(error.message()).contains("deep"));
    }

    /** One observation of three at most 0; does something while its second bucket is read. */
    private record Buckets(Runnable halfWay) implements HistogramValue {
        @Override
        public long count() {
            return 3;
        }

        @Override
        public double sum() {
            return 1;
        }

        @Override
        public int bucketCount() {
            return 2;
        }

        @Override
        public double upperBound(int index) {
            return index == 0 ? 0 : Double.POSITIVE_INFINITY;
        }

        @Override
        public long cumulativeCount(int index) {
            if (index == 1) {
                halfWay.run();
            }
            return index == 0 ? 1 : 3;
        }
    }
}
