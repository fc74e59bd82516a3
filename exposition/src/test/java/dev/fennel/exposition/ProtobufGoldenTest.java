package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.fennel.model.MetricFamily;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Expects the bytes that client_golang writes for the same metrics, but for the times when counting began, which are
 * not in the golden files.
 */
class ProtobufGoldenTest {
    private static final Set<String> NEWER = Set.of("created_timestamp");

    @ParameterizedTest
    @EnumSource
    void writesTheBytesOfTheReference(GoldenGroup group) throws IOException {
        byte[] expected = Families.bytes(group.resource("pb"));
        List<MetricFamily> families = group.families();
        Encoder encoder = Format.PROTOBUF.newEncoder();

        for (int scrape = 0; scrape < 4; scrape++) { // from the third on, from labels that were kept
            List<DynamicMessage> decoded = DecodedProtobuf.of(encoder, families);
            assertThat(encoder.errors()).isEmpty();
            // Equal to what Google's library writes, so leaving fields out by it changes nothing else.
            assertThat(encoder.toByteArray()).isEqualTo(DecodedProtobuf.encode(decoded));

            List<Message> known =
                    decoded.stream().map(ProtobufGoldenTest::withoutNewerFields).toList();
            assertThat(lines(known)).as("scrape %d", scrape).isEqualTo(lines(DecodedProtobuf.of(expected)));
            assertThat(DecodedProtobuf.encode(known)).as("scrape %d", scrape).isEqualTo(expected);
        }
    }

    private static Message withoutNewerFields(Message message) {
        Message.Builder changed = message.toBuilder();
        message.getAllFields().forEach((field, value) -> {
            if (NEWER.contains(field.getName())) {
                changed.clearField(field);
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                Object nested = field.isRepeated()
                        ? ((List<?>) value)
                                .stream()
                                        .map(each -> withoutNewerFields((Message) each))
                                        .toList()
                        : withoutNewerFields((Message) value);
                changed.setField(field, nested);
            }
        });
        return changed.build();
    }

    /** What a person can compare. */
    private static List<String> lines(List<? extends Message> families) {
        return families.stream()
                .flatMap(family -> ProtobufLines.of(family).stream())
                .toList();
    }
}
