package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import dev.fennel.model.MetricFamily;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Google's library decodes with the published schema is what was encoded, and Google's library encodes it to the
 * same bytes.
 */
class ProtobufRoundTripTest {
    private static final int ROUNDS = 100;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void familiesComeBackEqual(long seed) {
        RandomFamilies random = new RandomFamilies(seed);
        Encoder encoder = Format.PROTOBUF.newEncoder();
        for (int round = 0; round < ROUNDS; round++) {
            List<MetricFamily> families = random.next();
            List<DynamicMessage> decoded = DecodedProtobuf.of(encoder, families);

            assertThat(encoder.errors()).isEmpty();
            assertThat(encoder.toByteArray()).isEqualTo(DecodedProtobuf.encode(decoded));
            assertThat(decoded).hasSameSizeAs(families);
            for (int i = 0; i < families.size(); i++) {
                assertThat(ProtobufLines.of(decoded.get(i)))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(ModelLines.of(families.get(i)));
            }
        }
    }
}
