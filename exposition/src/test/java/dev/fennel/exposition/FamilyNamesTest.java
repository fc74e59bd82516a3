package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyNamesTest {
    private static final List<MetricType> TYPES = List.of(MetricType.values());
    private static final List<String> NAMES = List.of(
            "x",
            "x_total",
            "x_info",
            "x.total",
            "x_sum",
            "x.sum",
            "x_created",
            "x_total_total",
            "x.created_total",
            "y",
            "y_total",
            "y.total");

    private static MetricFamily family(MetricType type, String name) {
        return new MetricFamily(type, name, "", "", List.of(ConstMetric.of(Desc.gauge(name, ""), 1)));
    }

    private static String conflict(FamilyName.Rule rule, MetricFamily first, MetricFamily second) {
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
    void openMetricsHasOneFamilyOfAName(
            MetricType type, String name, MetricType other, String otherName, String taken) {
        OpenMetricsNames rule = new OpenMetricsNames(EscapingScheme.UNDERSCORES);

        assertThat(conflict(rule, family(type, name), family(other, otherName)))
                .isEqualTo("in OpenMetrics, \"" + taken + "\" is also a name of another family");
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
        FamilyNames names = new FamilyNames(new OpenMetricsNames(EscapingScheme.UNDERSCORES));
        names.add(family(type, name));

        FamilyNames.Named named = names.add(family(other, otherName));

        assertThat(named.conflict()).isNull();
        assertThat(named.written()).isEqualTo(new FamilyName(otherName, otherName, written, null, false));
    }

    @ParameterizedTest
    @CsvSource({"SUMMARY, x, UNTYPED, x_created", "HISTOGRAM, x, GAUGE, x_created", "SUMMARY, x, HISTOGRAM, x_created"})
    void openMetricsKeepsTheNameOfCreatedSamplesFree(MetricType type, String name, MetricType other, String otherName) {
        FamilyName.Rule rule = new OpenMetricsNames(EscapingScheme.UNDERSCORES);

        assertThat(conflict(rule, family(type, name), family(other, otherName)))
                .isEqualTo("in OpenMetrics, \"x_created\" is also a name of another family");
    }

    @ParameterizedTest
    @CsvSource({
        "GAUGE, x, GAUGE, x, x",
        "SUMMARY, x, UNTYPED, x_sum, x_sum",
        "HISTOGRAM, x, HISTOGRAM, x_bucket, x_bucket",
        "GAUGE, x_count, HISTOGRAM, x, x_count"
    })
    void everyFormatHasOneFamilyOfAName(
            MetricType type, String name, MetricType other, String otherName, String taken) {
        assertThat(conflict(
                        FamilyName.Rule.plain(EscapingScheme.ALLOW_UTF_8),
                        family(type, name),
                        family(other, otherName)))
                .isEqualTo("\"" + taken + "\" is also a name of another family");
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTER, x_total, GAUGE, x, x_total, unknown",
        "COUNTER, x.y_total, GAUGE, x_y, x_y_total, unknown",
        "COUNTER, x.y_total, GAUGE, x_y_created, x_y_total, unknown",
        "INFO, x.y_info, GAUGE, x_y, x_y_info, gauge",
        "INFO, x_info, COUNTER, x_total, x_info, gauge",
        "COUNTER, x.y_total_total, COUNTER, x_y_total, x_y_total_total, unknown",
        "COUNTER, x_total, GAUGE, x_created, x_total, unknown",
        "COUNTER, x_total, COUNTER, x_created_total, x_total, unknown",
        "COUNTER, x_created_total, HISTOGRAM, x, x_created_total, unknown"
    })
    void namesOfFamiliesTogetherDoNotDependOnTheirOrder(
            MetricType type, String name, MetricType other, String otherName, String metadata, String shown) {
        MetricFamily family = family(type, name);
        for (List<MetricFamily> order :
                List.of(List.of(family, family(other, otherName)), List.of(family(other, otherName), family))) {
            FamilyName written = named(order).get(family).written();

            assertThat(written.metadata()).isEqualTo(metadata);
            assertThat(written.type()).isEqualTo(shown);
        }
    }

    @Test
    void noFamilyIsLeftOutInOneOrderOnly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            List<MetricFamily> families = new ArrayList<>();
            NAMES.forEach(name -> families.add(family(TYPES.get(random.nextInt(TYPES.size())), name)));
            Collections.shuffle(families, random);
            List<MetricFamily> some = families.subList(0, random.nextInt(2, 6));
            Map<MetricFamily, FamilyNames.Named> expected = named(some);
            List<MetricFamily> other = new ArrayList<>(some);
            Collections.shuffle(other, random);

            boolean conflict = expected.values().stream().anyMatch(named -> named.conflict() != null);
            if (conflict) {
                assertThat(named(other).values()).as("seed %d", seed).anyMatch(named -> named.conflict() != null);
            } else {
                assertThat(named(other)).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }

    /** The names of families that are all known before the first is named. */
    private static Map<MetricFamily, FamilyNames.Named> named(List<MetricFamily> families) {
        FamilyNames names = new FamilyNames(new OpenMetricsNames(EscapingScheme.UNDERSCORES));
        names.expect(families);
        Map<MetricFamily, FamilyNames.Named> named = new HashMap<>();
        families.forEach(family -> named.put(family, names.add(family)));
        return named;
    }

    @ParameterizedTest
    @CsvSource({"UNDERSCORES, x.y, x_y", "DOTS, x.y, x_dot_y", "VALUES, x.y, U__x_2e_y", "DOTS, a:b-c, a:b+c"})
    void everySchemeCanMakeTwoNamesOne(EscapingScheme scheme, String first, String second) {
        for (FamilyName.Rule rule : List.of(FamilyName.Rule.plain(scheme), new OpenMetricsNames(scheme))) {
            assertThat(conflict(rule, family(MetricType.GAUGE, first), family(MetricType.GAUGE, second)))
                    .isEqualTo("after escaping, \"" + scheme.metricName(first) + "\" is also a name of another family");
        }
    }

    @Test
    void familyThatIsLeftOutTakesNoNames() {
        FamilyNames names = new FamilyNames(new OpenMetricsNames(EscapingScheme.UNDERSCORES));

        assertThat(names.add(family(MetricType.GAUGE, "x_sum")).conflict()).isNull();
        assertThat(names.add(family(MetricType.HISTOGRAM, "x")).conflict()).isNotNull();
        assertThat(names.add(family(MetricType.COUNTER, "x_total")).conflict()).isNull();
    }

    @Test
    void keptAnswersAreThoseOfAFreshStart() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        FamilyName.Rule rule = new OpenMetricsNames(EscapingScheme.UNDERSCORES);
        FamilyNames kept = new FamilyNames(rule);
        List<MetricFamily> body = new ArrayList<>();
        for (int scrape = 0; scrape < 2000; scrape++) {
            change(body, random);
            FamilyNames fresh = new FamilyNames(rule);
            kept.reset();
            int together = random.nextInt(4) * random.nextInt(body.size() + 1) / 3;
            int from = random.nextInt(body.size() - together + 1);
            for (int i = 0; i < body.size(); i++) {
                if (i == from) {
                    List.of(kept, fresh).forEach(names -> names.expect(body.subList(from, from + together)));
                }
                assertThat(kept.add(body.get(i)))
                        .as("seed %d, scrape %d", seed, scrape)
                        .isEqualTo(fresh.add(body.get(i)));
            }
        }
    }

    private static void change(List<MetricFamily> body, SplittableRandom random) {
        for (int i = random.nextInt(3); i > 0; i--) {
            if (body.isEmpty() || random.nextInt(12) > body.size()) {
                MetricType type = TYPES.get(random.nextInt(TYPES.size()));
                String name = NAMES.get(random.nextInt(NAMES.size()));
                body.add(random.nextInt(body.size() + 1), family(type, name));
            } else {
                body.remove(random.nextInt(body.size()));
            }
        }
    }

    @Test
    void sameFamiliesAgainGetTheSameObjects() {
        FamilyNames names = new FamilyNames(FamilyName.Rule.plain(EscapingScheme.VALUES));
        FamilyNames.Named first = names.add(family(MetricType.GAUGE, "a.b"));
        FamilyNames.Named second = names.add(family(MetricType.GAUGE, "c"));
        names.reset();

        assertThat(names.add(family(MetricType.GAUGE, "a.b"))).isSameAs(first);
        assertThat(names.add(family(MetricType.GAUGE, "c"))).isSameAs(second);
    }
}
