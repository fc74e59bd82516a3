package dev.fennel.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.registry.GatherError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
    private static final Desc GAUGE = Desc.gauge("g", "Help.", "a");
    private static final Desc HISTOGRAM = Desc.histogram("h", "Help.");

    private final Encoder encoder = Format.TEXT.newEncoder();

    private String encode(Metric... metrics) {
        return Families.encode(encoder, Families.of(metrics));
    }

    private static Metric custom(String label, Consumer<MetricVisitor> writer) {
        return Families.custom(GAUGE, Labels.of("a", label), writer);
    }

    @Test
    void metricThatThrowsLosesOnlyItself() {
        RuntimeException fault = new IllegalStateException("boom");
        Metric broken = custom("2", visitor -> {
            throw fault;
        });

        assertThat(encode(ConstMetric.of(GAUGE, 1, "1"), broken, ConstMetric.of(GAUGE, 3, "3")))
                .isEqualTo("# HELP g Help.\n# TYPE g gauge\ng{a=\"1\"} 1\ng{a=\"3\"} 3\n");
        assertThat(encoder.errors())
                .containsExactly(
                        new GatherError("gauge \"g\" {a=\"2\"}: threw java.lang.IllegalStateException: boom", fault));
    }

    @Test
    void ofNativeBucketsOnlyCountAndSumAreShown() {
        Metric metric = ConstMetric.nativeHistogram(HISTOGRAM, 3, 4.5, 0, 0, 1, Map.of(1, 2L), Map.of());

        assertThat(encode(metric))
                .isEqualTo("# HELP h Help.\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 3\nh_sum 4.5\nh_count 3\n");
    }

    @Test
    void metricThatThrowsHalfWayIsRolledBack() {
        HistogramValue broken = new HistogramValue() {
            @Override
            public long count() {
                return 1;
            }

            @Override
            public double sum() {
                throw new IllegalStateException("sum is lost");
            }

            @Override
            public int bucketCount() {
                return 1;
            }

            @Override
            public double upperBound(int index) {
                return Double.POSITIVE_INFINITY;
            }

            @Override
            public long cumulativeCount(int index) {
                return 1;
            }
        };

        assertThat(encode(
                        ConstMetric.of(GAUGE, 1, "1"),
                        Families.custom(HISTOGRAM, Labels.EMPTY, visitor -> visitor.histogram(broken))))
                .isEqualTo("# HELP g Help.\n# TYPE g gauge\ng{a=\"1\"} 1\n");
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .singleElement()
                .asString()
                .contains("sum is lost");
    }

    @Test
    void undeclaredThrowablesLoseOnlyTheMetric() {
        Metric broken = custom("1", visitor -> {
            throw new NoClassDefFoundError("Missing");
        });

        assertThat(encode(broken, ConstMetric.of(GAUGE, 2, "2"))).endsWith("gauge\ng{a=\"2\"} 2\n");
        assertThat(encoder.errors()).hasSize(1);
    }

    @Test
    void recursionWithoutEndLosesOnlyTheMetric() {
        Metric endless = custom("1", new Consumer<>() {
            @Override
            public void accept(MetricVisitor visitor) {
                accept(visitor);
            }
        });

        assertThat(encode(endless, ConstMetric.of(GAUGE, 2, "2"))).endsWith("gauge\ng{a=\"2\"} 2\n");
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .containsExactly("gauge \"g\" {a=\"1\"}: threw java.lang.StackOverflowError");
    }

    @Test
    void exceptionWithoutATextLosesOnlyTheMetric() {
        Metric broken = custom("1", visitor -> {
            throw new Speechless();
        });

        assertThat(encode(broken, ConstMetric.of(GAUGE, 2, "2"))).endsWith("gauge\ng{a=\"2\"} 2\n");
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .containsExactly("gauge \"g\" {a=\"1\"}: threw " + Speechless.class.getName());
    }

    private static final class Speechless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no text");
        }
    }

    @Test
    void lackOfMemoryInAMetricCostsThatMetricOnly() {
        Metric fatal = custom("2", visitor -> {
            throw new OutOfMemoryError("none left");
        });

        assertThat(encode(ConstMetric.of(GAUGE, 1, "1"), fatal)).endsWith("g{a=\"1\"} 1\n");
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .containsExactly("gauge \"g\" {a=\"2\"}: threw java.lang.OutOfMemoryError: none left");
    }

    @Test
    void familyWithoutAnyWrittenMetricLeavesNoHeader() {
        assertThat(encode(ConstMetric.invalid(HISTOGRAM, new IllegalStateException("down"))))
                .isEmpty();
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .containsExactly("histogram \"h\" {}: threw java.lang.IllegalStateException: down");
    }

    @Test
    void familyWithoutMetricsIsNotWritten() {
        encoder.encode(new MetricFamily(GAUGE, List.of()));

        assertThat(encoder.size()).isZero();
        assertThat(encoder.errors()).isEmpty();
    }

    @Test
    void metricThatWritesNothingIsAnError() {
        assertThat(encode(custom("1", visitor -> {}))).isEmpty();
        assertThat(encoder.errors())
                .containsExactly(new GatherError("gauge \"g\" {a=\"1\"}: expected a value, got none"));
    }

    @Test
    void metricThatWritesTwiceIsAnError() {
        Metric twice = custom("1", visitor -> {
            visitor.gauge(1);
            visitor.gauge(2);
        });

        assertThat(encode(twice)).isEmpty();
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .singleElement()
                .asString()
                .endsWith("expected one value, got another one of type gauge");
    }

    @Test
    void valueOfAnotherTypeIsAnError() {
        assertThat(encode(custom("1", visitor -> visitor.untyped(1)))).isEmpty();
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .singleElement()
                .asString()
                .endsWith("expected a value of type gauge, got one of type untyped");
    }

    @Test
    void labelsThatThrowAreAskedForAgain() {
        Metric flaky = new Metric() {
            private int calls;

            @Override
            public Desc desc() {
                return GAUGE;
            }

            @Override
            public Labels labels() {
                if (calls++ < 6) {
                    throw new IllegalStateException("not yet");
                }
                return Labels.of("a", "1");
            }

            @Override
            public void write(MetricVisitor visitor) {
                visitor.gauge(1);
            }
        };
        List<MetricFamily> families = List.of(new MetricFamily(GAUGE, List.of(flaky)));

        for (int scrape = 0; scrape < 3; scrape++) {
            assertThat(Families.encode(encoder, families)).isEmpty();
            assertThat(encoder.errors())
                    .extracting(GatherError::message)
                    .containsExactly("gauge \"g\": threw java.lang.IllegalStateException: not yet");
        }
        assertThat(Families.encode(encoder, families)).endsWith("g{a=\"1\"} 1\n");
    }

    @Test
    void missingInfinityBucketIsAdded() {
        HistogramValue value = new OneBucket(2.5, 3, 4);

        assertThat(encode(Families.custom(HISTOGRAM, Labels.EMPTY, visitor -> visitor.histogram(value))))
                .endsWith("h_bucket{le=\"2.5\"} 3\nh_bucket{le=\"+Inf\"} 4\nh_sum 0.5\nh_count 4\n");
    }

    private record OneBucket(double bound, long cumulativeCount, long count) implements HistogramValue {
        @Override
        public double sum() {
            return 0.5;
        }

        @Override
        public int bucketCount() {
            return 1;
        }

        @Override
        public double upperBound(int index) {
            return bound;
        }

        @Override
        public long cumulativeCount(int index) {
            return cumulativeCount;
        }
    }

    @Test
    void seriesWithOtherBoundsInOneFamilyKeepTheirOwn() {
        Metric first = Families.custom(HISTOGRAM, Labels.of("a", "1"), v -> v.histogram(new OneBucket(1, 1, 1)));
        Metric second = Families.custom(HISTOGRAM, Labels.of("a", "2"), v -> v.histogram(new OneBucket(2, 1, 1)));

        for (int scrape = 0; scrape < 3; scrape++) {
            assertThat(encode(first, second))
                    .contains("h_bucket{a=\"1\",le=\"1\"} 1\n", "h_bucket{a=\"2\",le=\"2\"} 1\n");
        }
    }

    @Test
    void sameLabelsAtDifferentTimesAreDifferentLines() {
        Metric mirrored = ConstMetric.of(GAUGE, 1, "1");
        Metric earlier = ConstMetric.of(GAUGE, 2, "1").withTimestamp(Instant.ofEpochMilli(5));

        assertThat(encode(earlier, mirrored)).endsWith("g{a=\"1\"} 2 5\ng{a=\"1\"} 1\n");
    }

    @Test
    void resetForgetsBodyAndErrors() throws IOException {
        encode(ConstMetric.of(GAUGE, 1, "1"), custom("2", visitor -> {}));
        encoder.reset();

        assertThat(encoder.size()).isZero();
        assertThat(encoder.errors()).isEmpty();
        encoder.encode(Families.of(ConstMetric.of(GAUGE, 5, "5")).get(0));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(encoder.toByteArray()).hasSize(encoder.size());
        assertThat(out.toString(UTF_8)).endsWith("gauge\ng{a=\"5\"} 5\n");
    }
}
