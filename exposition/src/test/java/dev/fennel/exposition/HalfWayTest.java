package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A metric that fails at any of the calls by which an encoder reads it leaves no byte, in any format. */
class HalfWayTest {
    private static final Desc HISTOGRAM = Desc.histogram("h", "H.", "a");
    private static final Desc SUMMARY = Desc.summary("s", "S.", "a");
    private static final Desc COUNTER = Desc.counter("c_total", "C.", "a");
    private static final Exemplar EXEMPLAR = new Exemplar(Labels.of("trace_id", "1"), 0.5, null);

    static Stream<Format> formats() {
        return Stream.of(
                Format.TEXT,
                Format.OPENMETRICS.withCreatedSamples(),
                Format.OPENMETRICS.withEscaping(EscapingScheme.ALLOW_UTF_8),
                Format.OPENMETRICS_2_0,
                Format.PROTOBUF);
    }

    /** Counts calls down, and throws at the last. */
    private static final class Fuse {
        private int left;

        Fuse(int calls) {
            left = calls;
        }

        void burn() {
            if (left-- == 0) {
                throw new IllegalStateException("half-way");
            }
        }

        /** The same value, which throws when the fuse has burnt. */
        <T> T guard(Class<T> type, T value) {
            return type.cast(
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                        burn();
                        return method.invoke(value, args);
                    }));
        }
    }

    private static HistogramValue histogram() {
        return new HistogramValue() {
            @Override
            public long count() {
                return 3;
            }

            @Override
            public double sum() {
                return 4.5;
            }

            @Override
            public int bucketCount() {
                return 2;
            }

            @Override
            public double upperBound(int index) {
                return index == 0 ? 1 : Double.POSITIVE_INFINITY;
            }

            @Override
            public long cumulativeCount(int index) {
                return index == 0 ? 2 : 3;
            }

            @Override
            public Exemplar exemplar(int index) {
                return EXEMPLAR;
            }

            @Override
            public long createdMillis() {
                return 1000;
            }
        };
    }

    private static SummaryValue summary() {
        return new SummaryValue() {
            @Override
            public long count() {
                return 3;
            }

            @Override
            public double sum() {
                return 4.5;
            }

            @Override
            public int quantileCount() {
                return 2;
            }

            @Override
            public double quantile(int index) {
                return index == 0 ? 0.5 : 0.9;
            }

            @Override
            public double quantileValue(int index) {
                return index;
            }

            @Override
            public long createdMillis() {
                return 1000;
            }
        };
    }

    /** A metric whose timestamp and value throw at a call, and that throws or lies after it has written its value. */
    private static Metric failing(Desc desc, int call) {
        Fuse fuse = new Fuse(call);
        return new Metric() {
            @Override
            public Desc desc() {
                return desc;
            }

            @Override
            public Labels labels() {
                return Labels.of("a", "bad");
            }

            @Override
            public long timestampMillis() {
                fuse.burn();
                return 2000;
            }

            @Override
            public void write(MetricVisitor visitor) {
                fuse.burn();
                switch (desc.type()) {
                    case HISTOGRAM -> visitor.histogram(fuse.guard(HistogramValue.class, histogram()));
                    case SUMMARY -> visitor.summary(fuse.guard(SummaryValue.class, summary()));
                    default -> visitor.counter(1, 1000, EXEMPLAR);
                }
                throw new IllegalStateException("at the end");
            }
        };
    }

    private static ConstMetric good(Desc desc, String label) {
        return switch (desc.type()) {
            case HISTOGRAM -> ConstMetric.histogram(desc, 4, 5e6, Map.of(0.01, 1L, 1e6, 2L), label);
            case SUMMARY -> ConstMetric.summary(desc, 3, 60, Map.of(0.5, 20.0), label);
            default -> ConstMetric.of(desc, 7, label);
        };
    }

    private static List<MetricFamily> families(Metric... bad) {
        List<MetricFamily> families = new ArrayList<>();
        for (Desc desc : List.of(COUNTER, HISTOGRAM, SUMMARY)) {
            List<Metric> metrics = new ArrayList<>();
            metrics.add(good(desc, "a"));
            Stream.of(bad).filter(metric -> metric.desc() == desc).forEach(metrics::add);
            metrics.add(good(desc, "z"));
            families.add(new MetricFamily(desc, metrics));
        }
        return families;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void noByteIsLeftWhereverAMetricFails(Format format) {
        String without = Families.encode(format.newEncoder(), families());
        Encoder encoder = format.newEncoder();
        for (int call = 0; call < 40; call++) {
            for (Desc desc : List.of(COUNTER, HISTOGRAM, SUMMARY)) {
                assertThat(Families.encode(encoder, families(failing(desc, call))))
                        .as("%s that fails at call %d", desc.type(), call)
                        .isEqualTo(without);
                assertThat(encoder.errors()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void familyOfWhichEachMetricFailsLeavesNoByte(Format format) {
        String nothing = Families.encode(format.newEncoder(), List.of());
        Encoder encoder = format.newEncoder();
        for (Desc desc : List.of(COUNTER, HISTOGRAM, SUMMARY)) {
            List<Metric> all =
                    IntStream.range(0, 20).mapToObj(call -> failing(desc, call)).toList();
            assertThat(Families.encode(encoder, List.of(new MetricFamily(desc, all))))
                    .isEqualTo(nothing);
            assertThat(encoder.errors()).hasSize(all.size());
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void nothingIsSentBeforeTheLastMetricIsRead(Format format) throws IOException {
        List<String> order = new ArrayList<>();
        Metric last = Families.custom(Desc.gauge("z", "Z."), Labels.EMPTY, visitor -> {
            order.add("last metric read");
            visitor.gauge(1);
        });
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                order.add("byte sent");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                order.add("body sent");
            }
        };
        List<GatherError> errors = format.write(
                new GatherResult(Families.of(ConstMetric.of(Desc.gauge("a", "A."), 1), last), List.of()), out);
        assertThat(errors).isEmpty();
        assertThat(order).containsExactly("last metric read", "body sent");
    }
}
