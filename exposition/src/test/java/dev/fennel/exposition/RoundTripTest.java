package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.MetricFamily;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is written reads back as what was written. */
class RoundTripTest {
    private static final int BODIES = 5_000;

    @ParameterizedTest
    @EnumSource
    void whatIsReadIsWrittenAsItWas(Reading reading) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        RandomBodies bodies = new RandomBodies(random, reading == Reading.OPENMETRICS);
        for (int i = 0; i < BODIES; i++) {
            String written = reading.write(bodies.next(random.nextInt(4)));

            assertThat(reading.again(written)).as("seed %d, body %d", seed, i).isEqualTo(written);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReadHasTheTypesHelpsAndUnitsThatWereWritten(Reading reading) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        RandomBodies bodies = new RandomBodies(random, reading == Reading.OPENMETRICS);
        for (int i = 0; i < BODIES / 5; i++) {
            List<MetricFamily> written = bodies.next(3);

            List<MetricFamily> read = reading.parser().parse(reading.write(written));

            assertThat(read).as("seed %d, body %d", seed, i).hasSameSizeAs(written);
            for (int j = 0; j < written.size(); j++) {
                assertSameDescription(read.get(j), written.get(j), reading, "seed " + seed);
            }
        }
    }

    private static void assertSameDescription(MetricFamily read, MetricFamily written, Reading reading, String seed) {
        boolean text = reading == Reading.TEXT;
        assertThat(read.name()).as(seed).isEqualTo(written.name());
        assertThat(read.help()).as(seed).isEqualTo(written.help());
        assertThat(read.unit()).as(seed).isEqualTo(text ? "" : written.unit());
        assertThat(read.type()).as(seed).isEqualTo(text ? written.type().valueType() : written.type());
        assertThat(read.metrics()).as(seed).hasSameSizeAs(written.metrics());
        for (int i = 0; i < read.metrics().size(); i++) {
            assertThat(read.metrics().get(i).labels())
                    .as(seed)
                    .isEqualTo(written.metrics().get(i).labels());
            assertThat(read.metrics().get(i).timestampMillis())
                    .as(seed)
                    .isEqualTo(written.metrics().get(i).timestampMillis());
        }
    }
}
