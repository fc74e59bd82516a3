package dev.fennel.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.NativeBuckets;
import dev.fennel.pushgateway.internal.PublishedSchema;
import dev.fennel.registry.GatherError;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The buckets of native histograms, without gaps, and merged if there would be very many. */
class ExponentialBucketsTest {
    private static final Desc SIZE = Desc.histogram("size", "");

    private static PointEncoder encoder(int schema, Map<Integer, Long> positive, Map<Integer, Long> negative) {
        long count = positive.values().stream().mapToLong(Long::longValue).sum()
                + negative.values().stream().mapToLong(Long::longValue).sum();
        Metric histogram = ConstMetric.nativeHistogram(SIZE, count + 2, 1, schema, 0, 2, positive, negative);
        PointEncoder encoder = new PointEncoder(new ProtobufMessages(), false, Labels.EMPTY, true, 2000);
        encoder.encode(List.of(new MetricFamily(SIZE, List.of(histogram))), 1);
        return encoder;
    }

    private static Message point(int schema, Map<Integer, Long> positive, Map<Integer, Long> negative) {
        PointEncoder encoder = encoder(schema, positive, negative);
        assertThat(encoder.errors()).isEmpty();
        Message request = DecodedExport.ofProtobuf(encoder.end().get(0).body);
        Message resource = PublishedSchema.messages(request, "resource_metrics").get(0);
        Message scope = PublishedSchema.messages(resource, "scope_metrics").get(0);
        Message metric = PublishedSchema.messages(scope, "metrics").get(0);
        Message data = (Message) PublishedSchema.field(metric, "exponential_histogram");
        return PublishedSchema.messages(data, "data_points").get(0);
    }

    /** By the keys that a server finds, the counts that are not zero. */
    private static Map<Integer, Long> buckets(Message point, String side) {
        Map<Integer, Long> found = new TreeMap<>();
        Message buckets = (Message) PublishedSchema.field(point, side);
        List<?> counts = (List<?>) PublishedSchema.field(buckets, "bucket_counts");
        for (int i = 0; i < counts.size(); i++) {
            if ((Long) counts.get(i) != 0) {
                found.put((Integer) PublishedSchema.field(buckets, "offset") + i + 1, (Long) counts.get(i));
            }
        }
        return found;
    }

    @Test
    void randomBucketsArriveWithTheirKeys() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int schema = random.nextInt(13) - 4;
            Map<Integer, Long> positive = random(random);
            Map<Integer, Long> negative = random(random);
            Message point = point(schema, positive, negative);
            assertThat(PublishedSchema.field(point, "scale"))
                    .as("seed %d", seed)
                    .isEqualTo(schema);
            assertThat(buckets(point, "positive")).as("seed %d", seed).isEqualTo(positive);
            assertThat(buckets(point, "negative")).as("seed %d", seed).isEqualTo(negative);
        }
    }

    private static Map<Integer, Long> random(Random random) {
        Map<Integer, Long> buckets = new TreeMap<>();
        int first = random.nextInt(2000) - 1000;
        for (int i = random.nextInt(20); i > 0; i--) {
            buckets.put(first + random.nextInt(16_000), 1 + (random.nextLong() >>> random.nextInt(8, 63)));
        }
        return buckets;
    }

    @Test
    void bucketsThatAreVeryFarApartAreMerged() {
        Message point = point(8, Map.of(1, 1L, 2, 2L, 3, 4L, 16_385, 8L), Map.of(-3, 1L));
        assertThat(PublishedSchema.field(point, "scale")).isEqualTo(7);
        assertThat(buckets(point, "positive")).isEqualTo(Map.of(1, 3L, 2, 4L, 8193, 8L));
        assertThat(buckets(point, "negative")).isEqualTo(Map.of(-1, 1L));
        assertThat(PublishedSchema.field(point, "zero_count")).isEqualTo(2L);
    }

    /** All of the doubles at the finest scale: 2^-1074 to 2^1024, and infinity. */
    @Test
    void allDoublesFit() {
        Message point = point(8, Map.of(-1074 * 256, 1L, 1024 * 256, 1L, 1024 * 256 + 1, 1L), Map.of());
        assertThat(PublishedSchema.field(point, "scale")).isEqualTo(2);
        assertThat(buckets(point, "positive")).isEqualTo(Map.of(-1074 * 4, 1L, 1024 * 4, 1L, 1024 * 4 + 1, 1L));
    }

    @Test
    void keysOfNoDoubleAreRefused() {
        assertThat(encoder(-4, Map.of(Integer.MIN_VALUE, 1L, Integer.MAX_VALUE, 1L), Map.of())
                        .errors())
                .extracting(GatherError::message)
                .singleElement()
                .asString()
                .endsWith("expected buckets of doubles, got keys that are too far apart for them");
    }

    @Test
    void bucketsOfOneKeyEachArriveWhateverItIs() {
        assertThat(buckets(point(0, Map.of(Integer.MIN_VALUE + 1, 1L), Map.of(Integer.MAX_VALUE, 2L)), "negative"))
                .isEqualTo(Map.of(Integer.MAX_VALUE, 2L));
    }

    /** The index of a bucket is its key less one, so this key has none. */
    @Test
    void keyWithoutAnIndexIsRefused() {
        Map<Integer, Long> lowest = Map.of(Integer.MIN_VALUE, 1L);
        for (PointEncoder encoder : List.of(encoder(0, lowest, Map.of()), encoder(0, Map.of(), lowest))) {
            assertThat(encoder.errors())
                    .extracting(GatherError::message)
                    .singleElement()
                    .asString()
                    .endsWith("expected buckets of doubles, got the key " + Integer.MIN_VALUE);
        }
    }

    /** Nothing is written of them, as the gaps between such keys may be of any size. */
    @Test
    void keysThatDoNotIncreaseAreRefusedBeforeTheyAreWritten() {
        PointEncoder encoder = new PointEncoder(new ProtobufMessages(), false, Labels.EMPTY, true, 2000);
        encoder.encode(List.of(new MetricFamily(SIZE, List.of(new Unordered()))), 1);
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .singleElement()
                .asString()
                .contains("expected keys of native buckets that increase, got 5 after " + (1 << 20));
        assertThat(encoder.size()).isLessThan(1000);
    }

    /** A histogram that has the same buckets on both sides of zero. */
    private static final class Unordered implements Metric, HistogramValue, NativeBuckets, NativeBuckets.Populated {
        private static final int[] KEYS = {0, 1 << 20, 5};

        @Override
        public Desc desc() {
            return SIZE;
        }

        @Override
        public Labels labels() {
            return Labels.EMPTY;
        }

        @Override
        public void write(MetricVisitor visitor) {
            visitor.histogram(this);
        }

        @Override
        public long count() {
            return 3;
        }

        @Override
        public double sum() {
            return 3;
        }

        @Override
        public int bucketCount() {
            return 0;
        }

        @Override
        public double upperBound(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public long cumulativeCount(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public Exemplar exemplar(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public NativeBuckets nativeBuckets() {
            return this;
        }

        @Override
        public int schema() {
            return 0;
        }

        @Override
        public double zeroThreshold() {
            return 0;
        }

        @Override
        public long zeroCount() {
            return 0;
        }

        @Override
        public Populated positive() {
            return this;
        }

        @Override
        public Populated negative() {
            return this;
        }

        @Override
        public int size() {
            return KEYS.length;
        }

        @Override
        public int key(int index) {
            return KEYS[index];
        }

        @Override
        public long count(int index) {
            return 1;
        }
    }
}
