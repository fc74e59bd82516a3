package dev.fennel.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.fennel.exposition.parser.TextParser;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.Registry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is gathered, the reader of each format takes back what was written, equal: every series is in what is read,
 * or in an error. What formats lose, says {@link Format}.
 *
 * <p>{@code -Dwritten.bodies=N} sets how many bodies are made of each seed.
 */
class WrittenIsReadTest {
    private static final int BODIES = Integer.getInteger("written.bodies", 250);

    private static final List<Format> FORMATS = List.of(
            Format.TEXT,
            Format.OPENMETRICS,
            Format.OPENMETRICS.withCreatedSamples(),
            Format.OPENMETRICS_2_0,
            Format.PROTOBUF);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatAnyGathererGives(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < BODIES; i++) {
            List<MetricFamily> families = new NastyFamilies(random, false).next();

            checkAll(families, "seed " + seed + ", body " + i);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatARegistryGives(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < BODIES; i++) {
            List<MetricFamily> families = new NastyFamilies(random, i % 2 == 0).next();
            Registry registry = Registry.create();
            registry.register(new Collector() {
                @Override
                public void describe(Consumer<? super Desc> out) {
                    // Nothing, so that all is checked when it is gathered.
                }

                @Override
                public void collect(Consumer<? super Metric> out) {
                    families.forEach(family -> family.metrics().forEach(out));
                }
            });

            checkAll(registry.gather().families(), "seed " + seed + ", body " + i);
        }
    }

    private static void checkAll(List<MetricFamily> families, String where) {
        for (Format format : FORMATS) {
            for (EscapingScheme escaping : EscapingScheme.values()) {
                check(families, format.withEscaping(escaping), where);
            }
        }
    }

    private static void check(List<MetricFamily> families, Format format, String where) {
        Encoder encoder = format.newEncoder();
        encoder.encodeAll(families);
        encoder.finish();
        byte[] written = encoder.toByteArray();
        String body = where + ", " + format + " " + encoder.errors() + "\n" + new String(written, UTF_8);

        List<String> read;
        try {
            read = read(written, format, body);
        } catch (RuntimeException e) {
            throw new AssertionError("cannot be read: " + body, e);
        }
        List<String> source = new ArrayList<>();
        families.forEach(family -> source.addAll(Facts.of(family, format.escaping(), format)));
        int lost = lost(families, encoder.errors());
        assertThat(read).as(body).hasSize(source.size() - lost);
        for (String series : read) {
            assertThat(source.remove(series))
                    .as("%s in %s of %s", series, source, body)
                    .isTrue();
        }
    }

    /** What a reader of the format takes of it. */
    private static List<String> read(byte[] written, Format format, String body) {
        List<String> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (format.contentType().startsWith("application/vnd")) {
            for (Message family : DecodedProtobuf.of(written)) {
                assertThat(names.add((String) DecodedProtobuf.field(family, "name")))
                        .as(body)
                        .isTrue();
                read.addAll(Facts.of(family));
            }
            return read;
        }
        boolean text = format.contentType().startsWith("text/plain");
        boolean second = format.contentType().contains("version=2.0.0");
        TextParser parser = text ? TextParser.text() : second ? TextParser.openMetrics2() : TextParser.openMetrics();
        List<MetricFamily> families = parser.parse(written);
        for (MetricFamily family : families) {
            assertThat(names.add(family.name())).as(body).isTrue();
            read.addAll(Facts.of(family, EscapingScheme.ALLOW_UTF_8, format));
        }
        if (format.escaping() == EscapingScheme.ALLOW_UTF_8) { // other schemes change the order of labels
            Encoder again = format.newEncoder();
            String rewritten = Families.encode(again, families);
            assertThat(again.errors()).as(body).isEmpty();
            assertThat(rewritten).as(body).isEqualTo(new String(written, UTF_8));
        }
        return read;
    }

    /** How many series the errors stand for. One that starts with the labels of a series is for that one only. */
    private static int lost(List<MetricFamily> families, List<GatherError> errors) {
        int lost = 0;
        List<MetricFamily> left = new ArrayList<>(families);
        for (GatherError error : errors) {
            int size = 1;
            for (int i = left.size() - 1; i >= 0; i--) { // of two families of one name, the first stays
                if (error.message().startsWith(left.get(i).quoted() + ": ")) {
                    size = left.remove(i).metrics().size();
                    break;
                }
            }
            lost += size;
        }
        return lost;
    }
}
