package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every field of the published schema is either written by some family, or known to be unused. */
class ProtobufSchemaTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000, 123_456_789);
    private static final Exemplar EXEMPLAR = new Exemplar(Labels.of("trace_id", "a"), 1, TIME);

    /** Fennel has neither float histograms nor gauge histograms. */
    private static final Set<String> NEVER_WRITTEN = Set.of(
            "Bucket.cumulative_count_float",
            "Histogram.sample_count_float",
            "Histogram.zero_count_float",
            "Histogram.negative_count",
            "Histogram.positive_count");

    @Test
    void allFieldsAreWrittenOrKnownNotToBe() {
        Set<String> written = new TreeSet<>();
        for (Message family : DecodedProtobuf.of(Format.PROTOBUF.newEncoder(), Families.of(everything()))) {
            addFields(family, written);
        }

        Set<String> expected = new TreeSet<>();
        addFields(DecodedProtobuf.FAMILY, expected);
        assertThat(expected).containsAll(NEVER_WRITTEN).hasSizeGreaterThan(40);
        expected.removeAll(NEVER_WRITTEN);
        assertThat(written).isEqualTo(expected);
    }

    private static Metric[] everything() {
        Desc counter =
                Desc.counter("counter_seconds_total", "A counter.", "label").withUnit("seconds");
        Desc nativeHistogram = Desc.histogram("native", "A native histogram.");
        return new Metric[] {
            ConstMetric.of(counter, 1, "value")
                    .withExemplars(EXEMPLAR)
                    .withCreated(TIME)
                    .withTimestamp(TIME),
            ConstMetric.of(Desc.gauge("gauge", "A gauge."), 1),
            ConstMetric.of(Desc.untyped("untyped", "An untyped value."), 1),
            ConstMetric.summary(Desc.summary("summary", "A summary."), 1, 1, Map.of(0.5, 1.0))
                    .withCreated(TIME),
            ConstMetric.histogram(Desc.histogram("classic", "A classic histogram."), 1, 1, Map.of(2.0, 1L))
                    .withExemplars(EXEMPLAR),
            ConstMetric.nativeHistogram(nativeHistogram, 3, 1, 0, 0.5, 1, Map.of(1, 1L), Map.of(1, 1L))
                    .withExemplars(EXEMPLAR)
                    .withCreated(TIME)
        };
    }

    /** Adds the fields that are present. */
    private static void addFields(Message message, Set<String> names) {
        assertThat(message.getUnknownFields().asMap()).as(message.toString()).isEmpty();
        message.getAllFields().forEach((field, value) -> {
            names.add(name(field));
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                (field.isRepeated() ? (Iterable<?>) value : Set.of(value))
                        .forEach(nested -> addFields((Message) nested, names));
            }
        });
    }

    /** Adds the fields that can be present. */
    private static void addFields(Descriptor descriptor, Set<String> names) {
        for (FieldDescriptor field : descriptor.getFields()) {
            names.add(name(field));
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                addFields(field.getMessageType(), names);
            }
        }
    }

    private static String name(FieldDescriptor field) {
        return field.getContainingType().getName() + "." + field.getName();
    }
}
