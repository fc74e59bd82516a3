package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyNamesTest {
    private static MetricFamily family(MetricType type, String name) {
        return new MetricFamily(type, name, "", "", List.of());
    }

    private static String conflict(NamingRule rule, MetricFamily first, MetricFamily second) {
        FamilyNames names = new FamilyNames(rule);
        assertThat(names.add(first).conflict()).isNull();
        return names.add(second).conflict();
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTER, x_total, GAUGE, x, x",
        "INFO, x_info, GAUGE, x, x",
        "SUMMARY, x, UNTYPED, x_sum, x_sum",
        "GAUGE, x, GAUGE, x, x"
    })
    void openMetricsHasOneFamilyOfAName(MetricType type, String name, MetricType other, String otherName, String taken) {
        OpenMetricsNames rule = new OpenMetricsNames(EscapingScheme.UNDERSCORES, false);

        assertThat(conflict(rule, family(type, name), family(other, otherName)))
                .isEqualTo("in OpenMetrics, \"" + taken + "\" is also a name of another family");
        assertThat(conflict(NamingRule.plain(EscapingScheme.UNDERSCORES), family(type, name), family(other, otherName)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "GAUGE, x, COUNTER, x_total, unknown",
        "HISTOGRAM, x, COUNTER, x_total, unknown",
        "HISTOGRAM, x, COUNTER, x_count_total, unknown",
        "INFO, x_info, COUNTER, x_total, unknown",
        "GAUGE, x, INFO, x_info, gauge",
        "COUNTER, x_total, INFO, x_info, gauge"
    })
    void familyWhoseShorterNameIsTakenKeepsItsWholeOne(
            MetricType type, String name, MetricType other, String otherName, String written) {
        FamilyNames names = new FamilyNames(new OpenMetricsNames(EscapingScheme.UNDERSCORES, false));
        names.add(family(type, name));

        FamilyNames.Named named = names.add(family(other, otherName));

        assertThat(named.conflict()).isNull();
        assertThat(named.written()).isEqualTo(new FamilyName(otherName, otherName, written, null, false));
    }

    @ParameterizedTest
    @CsvSource({"COUNTER, x_total, GAUGE, x_created", "SUMMARY, x, UNTYPED, x_created"})
    void namesOfCreatedSamplesAreTakenOnlyIfThereAreAny(
            MetricType type, String name, MetricType other, String otherName) {
        NamingRule without = new OpenMetricsNames(EscapingScheme.UNDERSCORES, false);
        NamingRule with = new OpenMetricsNames(EscapingScheme.UNDERSCORES, true);

        assertThat(conflict(without, family(type, name), family(other, otherName))).isNull();
        assertThat(conflict(with, family(type, name), family(other, otherName)))
                .isEqualTo("in OpenMetrics, \"x_created\" is also a name of another family");
    }

    @ParameterizedTest
    @CsvSource({
        "UNDERSCORES, x.y, x_y", "DOTS, x.y, x_dot_y", "VALUES, x.y, U__x_2e_y", "DOTS, a:b-c, a:b+c"
    })
    void everySchemeCanMakeTwoNamesOne(EscapingScheme scheme, String first, String second) {
        for (NamingRule rule : List.of(NamingRule.plain(scheme), new OpenMetricsNames(scheme, false))) {
            assertThat(conflict(rule, family(MetricType.GAUGE, first), family(MetricType.GAUGE, second)))
                    .isEqualTo("after escaping, \"" + scheme.metricName(first) + "\" is also a name of another family");
        }
    }

    @Test
    void familyThatIsLeftOutTakesNoNames() {
        FamilyNames names = new FamilyNames(new OpenMetricsNames(EscapingScheme.UNDERSCORES, false));

        assertThat(names.add(family(MetricType.GAUGE, "x_sum")).conflict()).isNull();
        assertThat(names.add(family(MetricType.HISTOGRAM, "x")).conflict()).isNotNull();
        assertThat(names.add(family(MetricType.COUNTER, "x_total")).conflict()).isNull();
    }

    @Test
    void keptAnswersAreThoseOfAFreshStart() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        NamingRule rule = new OpenMetricsNames(EscapingScheme.UNDERSCORES, true);
        FamilyNames kept = new FamilyNames(rule);
        List<MetricFamily> body = new ArrayList<>();
        for (int scrape = 0; scrape < 2000; scrape++) {
            change(body, random);
            FamilyNames fresh = new FamilyNames(rule);
            kept.reset();
            for (MetricFamily family : body) {
                assertThat(kept.add(family)).as("seed %d, scrape %d", seed, scrape).isEqualTo(fresh.add(family));
            }
        }
    }

    private static void change(List<MetricFamily> body, SplittableRandom random) {
        String[] names = {"x", "x_total", "x_info", "x.total", "x_sum", "x.sum", "x_created", "y", "y_total", "y.total"};
        MetricType[] types = MetricType.values();
        for (int i = random.nextInt(3); i > 0; i--) {
            if (body.isEmpty() || random.nextInt(12) > body.size()) {
                MetricFamily born = family(types[random.nextInt(types.length)], names[random.nextInt(names.length)]);
                body.add(random.nextInt(body.size() + 1), born);
            } else {
                body.remove(random.nextInt(body.size()));
            }
        }
    }

    @Test
    void sameFamiliesAgainGetTheSameObjects() {
        FamilyNames names = new FamilyNames(NamingRule.plain(EscapingScheme.VALUES));
        FamilyNames.Named first = names.add(family(MetricType.GAUGE, "a.b"));
        FamilyNames.Named second = names.add(family(MetricType.GAUGE, "c"));
        names.reset();

        assertThat(names.add(family(MetricType.GAUGE, "a.b"))).isSameAs(first);
        assertThat(names.add(family(MetricType.GAUGE, "c"))).isSameAs(second);
    }
}
