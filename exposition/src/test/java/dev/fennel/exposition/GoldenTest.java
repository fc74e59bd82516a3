package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.MetricFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expects the bytes that client_golang writes for the same metrics. */
class GoldenTest {
    static Stream<Arguments> files() {
        List<Arguments> files = new ArrayList<>();
        for (GoldenGroup group : GoldenGroup.values()) {
            files.add(Arguments.of(group, "txt", Format.TEXT));
            files.add(Arguments.of(group, "om", Format.OPENMETRICS));
        }
        return files.stream();
    }

    @ParameterizedTest(name = "{0}.{1}")
    @MethodSource("files")
    void writesTheBytesOfTheReference(GoldenGroup group, String extension, Format format) throws IOException {
        String expected = Families.resource(group.resource(extension));
        List<MetricFamily> families = group.families();
        Encoder encoder = format.newEncoder();

        for (int scrape = 0; scrape < 4; scrape++) { // from the third on with labels that were kept
            assertThat(Families.encode(encoder, families))
                    .as("scrape %d", scrape)
                    .isEqualTo(expected);
            assertThat(encoder.errors()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}.{1}")
    @MethodSource("files")
    void otherEscapingSchemesChangeNothingWhereNamesAreLegal(GoldenGroup group, String extension, Format format)
            throws IOException {
        String expected = Families.resource(group.resource(extension));

        for (EscapingScheme scheme : EscapingScheme.values()) {
            Encoder encoder = format.withEscaping(scheme).newEncoder();
            assertThat(Families.encode(encoder, group.families()))
                    .as("%s", scheme)
                    .isEqualTo(expected);
        }
    }
}
