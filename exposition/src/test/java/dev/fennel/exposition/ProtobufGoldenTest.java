package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.MetricFamily;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Expects the bytes that client_golang writes for the same metrics. */
class ProtobufGoldenTest {
    @ParameterizedTest
    @EnumSource
    void writesTheBytesOfTheReference(GoldenGroup group) throws IOException {
        byte[] expected = Families.bytes(group.resource("pb"));
        List<MetricFamily> families = WithoutNewerFields.of(group.families());
        Encoder encoder = Format.PROTOBUF.newEncoder();

        for (int scrape = 0; scrape < 4; scrape++) { // from the third on, from labels that were kept
            Families.encode(encoder, families);
            assertThat(encoder.errors()).isEmpty();
            assertThat(lines(encoder.toByteArray())).as("scrape %d", scrape).isEqualTo(lines(expected));
            assertThat(encoder.toByteArray()).as("scrape %d", scrape).isEqualTo(expected);
        }
    }

    /** What a person can compare. */
    private static List<String> lines(byte[] body) {
        return DecodedProtobuf.of(body).stream()
                .flatMap(family -> ProtobufLines.of(family).stream())
                .toList();
    }
}
