package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry refuses, since it knows how names are escaped, and what it cannot know and a scrape leaves out. */
class EscapedRegistrationTest {
    private static final String[] PIECES = {"a", "Z", "_", ":", "0", ".", "-", "é", "\uD83D\uDD25", " "};

    private static String name(SplittableRandom random) {
        StringBuilder name = new StringBuilder();
        do {
            name.append(PIECES[random.nextInt(PIECES.length)]);
        } while (random.nextInt(4) > 0);
        return name.toString();
    }

    private static boolean isAccepted(Registry registry, Desc... descs) {
        try {
            registry.register(FunctionalCollector.of(List.of(descs), out -> {}));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void registryRefusesExactlyTheNamesThatUnderscoresMakeOne() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            String one = name(random);
            String other = name(random);
            String why = "seed " + seed + ": " + one + ", " + other;
            if (one.equals(other)) {
                continue;
            }
            Desc gauge = Desc.gauge(one, "");
            EscapingScheme scheme = EscapingScheme.UNDERSCORES;
            assertThat(isAccepted(Registry.create(), gauge, gauge.withName(other)))
                    .as(why)
                    .isEqualTo(!scheme.metricName(one).equals(scheme.metricName(other)));
            if (!one.startsWith("__") && !other.startsWith("__")) {
                assertThat(isAccepted(Registry.create(), Desc.gauge("x", "", one, other)))
                        .as(why)
                        .isEqualTo(!scheme.labelName(one).equals(scheme.labelName(other)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void undescribedFamilyThatOnlyLooksTheSameCostsItselfAlone(boolean first) throws IOException {
        Registry registry = Registry.create();
        FunctionalCollector undescribed = FunctionalCollector.unchecked(
                out -> out.accept(ConstMetric.of(Desc.counter("jobs.total", "Imported."), 7)));
        FunctionalCollector described = FunctionalCollector.of(
                Desc.counter("jobs_total", "Done."),
                out -> out.accept(ConstMetric.of(Desc.counter("jobs_total", "Done."), 1)));
        registry.register(first ? undescribed : described);
        registry.register(first ? described : undescribed);

        GatherResult gathered = registry.gather();

        assertThat(gathered.errors()).isEmpty();
        for (Format format : new Format[] {Format.TEXT, Format.OPENMETRICS}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(format.write(gathered, out))
                    .extracting("message")
                    .containsExactly("counter \"jobs.total\": after escaping, \"jobs_total\" is also a name of another"
                            + " family");
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("jobs_total 1")
                    .doesNotContain("Imported.");
        }
        Format both = Format.TEXT.withEscaping(EscapingScheme.ALLOW_UTF_8);
        assertThat(both.write(gathered, new ByteArrayOutputStream())).isEmpty();
    }
}
