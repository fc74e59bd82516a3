package dev.fennel.exposition.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The metrics that a program has, as its documentation lists them, and what a server computes of them: a page
 * {@code METRICS.md}, a dashboard for Grafana, and rules for Prometheus. All of it is a start to be edited, and text to
 * be kept beside the code, where a test can compare it:
 *
 * <pre>{@code
 * assertThat(Catalogue.of(registry).markdown("Metrics")).isEqualTo(page);
 * }</pre>
 *
 * <p>The same input gives the same text. Immutable.
 */
public final class Catalogue {
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<CatalogueEntry> entries;

    private Catalogue(Map<byte[], CatalogueEntry> entries) {
        this.entries = List.copyOf(entries.values());
    }

    /**
     * Lists what a gatherer gathers, and of a {@link Registry} also what its collectors describe, with or without
     * series so far. What could not be gathered is missing.
     *
     * @param gatherer the gatherer
     * @return the catalogue
     */
    public static Catalogue of(Gatherer gatherer) {
        Map<byte[], CatalogueEntry> entries = new TreeMap<>(Arrays::compareUnsigned);
        if (gatherer instanceof Registry registry) {
            registry.describe(desc ->
                    entries.merge(desc.name().getBytes(UTF_8), CatalogueEntry.of(desc), CatalogueEntry::seenAs));
        }
        GatherResult gathered = Objects.requireNonNull(gatherer, "gatherer").gather();
        try {
            return new Catalogue(withSeries(entries, gathered.families()));
        } finally {
            gathered.done();
        }
    }

    /**
     * Lists families, such as those that a parser read from a page.
     *
     * @param families the families
     * @return the catalogue
     */
    public static Catalogue of(List<MetricFamily> families) {
        return new Catalogue(withSeries(new TreeMap<>(Arrays::compareUnsigned), families));
    }

    private static Map<byte[], CatalogueEntry> withSeries(
            Map<byte[], CatalogueEntry> entries, List<MetricFamily> families) {
        for (MetricFamily family : families) {
            entries.merge(family.name().getBytes(UTF_8), CatalogueEntry.of(family), CatalogueEntry::seenAs);
        }
        return entries;
    }

    /**
     * The metrics.
     *
     * @return an immutable list, sorted by name in the order of UTF-8 bytes
     */
    public List<CatalogueEntry> entries() {
        return entries;
    }

    /**
     * A page in Markdown with a table: name, type, unit, labels and help of each metric.
     *
     * @param title the heading
     * @return the page
     */
    public String markdown(String title) {
        return Markdown.page(Objects.requireNonNull(title, "title"), entries);
    }

    /**
     * A dashboard for Grafana 10 and newer, to import: a row of panels for each first word of names, with rates of
     * counters, gauges as they are, and rates, quantiles and means of histograms and summaries. It asks for the data
     * source, the job and the instances.
     *
     * @param title the name of the dashboard
     * @return JSON
     */
    public String dashboard(String title) {
        return new Dashboard(entries).json(Objects.requireNonNull(title, "title"));
    }

    /**
     * Rules for Prometheus, a file of its {@code rule_files}: recorded rates of counters, quantiles of histograms and
     * means of summaries, over five minutes and by job, and alerts.
     *
     * <p>A counter with a label {@code code}, {@code status}, {@code status_code}, {@code outcome} or {@code result} is
     * taken for one of requests, whose errors are those with {@code 5..}, {@code error}, {@code failed},
     * {@code failure} or {@code unknown}. Their share burns what the objective leaves for errors: alerts fire at 14.4
     * times the pace that lasts for a month (in the last hour and five minutes) or 6 times (6 h, 30 m), which is
     * critical, and at 3 times (1 d, 2 h) or once (3 d, 6 h), which is a warning. These are the windows of Google's
     * Site Reliability Workbook, chapter 5. A counter whose name says {@code errors} or {@code failures} has an alert
     * for ten minutes of them.
     *
     * @param objective the share of requests that are to succeed, such as 0.999
     * @return YAML
     * @throws IllegalArgumentException if the objective is not between 0 and 1
     */
    public String rules(double objective) {
        return rules(objective, Double.NaN);
    }

    /**
     * The {@linkplain #rules(double) same rules}, and more for how long requests take: their objective is also the
     * share that is to be answered in a given time. A histogram in seconds is taken for one of requests if it has one
     * of the labels above, or {@code request} or {@code requests} in its name. Of classic buckets, the first bound
     * counts that is not less than the time, and if there is none, there are no such rules.
     *
     * @param objective the share of requests that are to succeed, and to do so in time, such as 0.999
     * @param latency the time, above zero
     * @return YAML
     * @throws IllegalArgumentException if the objective is not between 0 and 1, or the time is not above zero
     */
    public String rules(double objective, Duration latency) {
        if (latency.isNegative() || latency.isZero()) {
            throw new IllegalArgumentException("latency " + latency + ": expected more than 0");
        }
        return rules(objective, latency.toSeconds() + latency.toNanosPart() / NANOS_PER_SECOND);
    }

    private String rules(double objective, double seconds) {
        if (!(objective > 0 && objective < 1)) {
            throw new IllegalArgumentException("objective " + objective + ": expected more than 0 and less than 1");
        }
        return new Rules(objective, seconds).yaml(entries);
    }
}
