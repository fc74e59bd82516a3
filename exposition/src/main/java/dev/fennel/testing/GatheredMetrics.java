package dev.fennel.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.lint.Linter;
import dev.fennel.exposition.lint.Problem;
import dev.fennel.exposition.parser.TextParseException;
import dev.fennel.exposition.parser.TextParser;
import dev.fennel.model.Collector;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * The metrics of a collector, a registry or a page, for a test to examine.
 *
 * <p>They are gathered once, when an instance is made. If the gather reports an error, an {@link AssertionError} with
 * its text is thrown. The metrics of a collector or a registry are live: each returns its value at the time of the
 * call. Those of a gatherer that waits until they have been {@linkplain GatherResult#done read} are copies.
 * {@link #named}, {@link #without} and {@link #withLabels} return a narrower view and do not change this one:
 *
 * <pre>{@code
 * double before = GatheredMetrics.from(registry).named("queue_depth").value();
 * depth.inc();
 * assertThat(GatheredMetrics.from(registry).named("queue_depth").value()).isEqualTo(before + 1);
 * }</pre>
 */
public final class GatheredMetrics {
    private static final Format TEXT = Format.TEXT.withEscaping(EscapingScheme.ALLOW_UTF_8);

    private final Detail detail;
    private final List<MetricFamily> all;
    private final List<GatherError> errors;
    private final Selection selection;
    private final List<MetricFamily> selected;

    private GatheredMetrics(Detail detail, List<MetricFamily> all, List<GatherError> errors, Selection selection) {
        this.detail = detail;
        this.all = all;
        this.errors = errors;
        this.selection = selection;
        this.selected = selection.of(all);
    }

    /**
     * Collects the metrics of one collector through a new {@linkplain Registry#pedantic pedantic} registry, which
     * checks that the metrics are valid and that the collector has described them.
     *
     * @param collector an instrument or a custom collector, registered elsewhere or not
     * @return its metrics
     * @throws AssertionError if the collector cannot be registered, or something goes wrong in collecting
     */
    public static GatheredMetrics from(Collector collector) {
        Objects.requireNonNull(collector, "collector");
        Registry registry = Registry.pedantic();
        try {
            registry.register(collector);
        } catch (RuntimeException e) {
            throw new AssertionError("cannot register the collector: " + e.getMessage(), e);
        }
        return from((Gatherer) registry);
    }

    /**
     * Gathers the metrics of a registry.
     *
     * @param registry the registry
     * @return its metrics
     * @throws AssertionError if something goes wrong in gathering
     */
    public static GatheredMetrics from(Registry registry) {
        return from((Gatherer) Objects.requireNonNull(registry, "registry"));
    }

    /**
     * Gathers metrics.
     *
     * @param gatherer the gatherer
     * @return the metrics
     * @throws AssertionError if something goes wrong in gathering
     */
    public static GatheredMetrics from(Gatherer gatherer) {
        Objects.requireNonNull(gatherer, "gatherer");
        GatherResult result = gatherer.gather().detached();
        GatherFailure.throwIfAny("cannot gather the metrics", result.errors());
        return new GatheredMetrics(Detail.LIVE, result.families(), List.of(), Selection.ALL);
    }

    /**
     * Scrapes a page in the text format 0.0.4, as {@link #scrape(URI, Format)} does.
     *
     * @param page an http or https URL
     * @return the metrics on the page
     * @throws AssertionError as {@link #scrape(URI, Format)} does
     * @throws IllegalArgumentException if the URL is of another kind
     */
    public static GatheredMetrics scrape(URI page) {
        return scrape(page, TEXT);
    }

    /**
     * Scrapes a page. Like the Prometheus server, this {@linkplain TextParser#parseLeniently(String) accepts} a page
     * that does not end in a line feed, for example. The whole answer has to come within 30 seconds, the connection and
     * each part of the answer within ten, and its body may have 64 MiB.
     *
     * @param page an http or https URL, perhaps with {@code user:password@} for basic authentication
     * @param format the text format to request; {@link Format#OPENMETRICS} reports more, but makes a counter an untyped
     *     metric if its name does not end in {@code _total}; {@link Format#OPENMETRICS_2_0} reports most, to tests of
     *     programs that have it
     * @return the metrics on the page
     * @throws AssertionError if there is no answer in time, its status is not 200, it has another format, it is
     *     compressed or too long, or something in it cannot be read
     * @throws IllegalArgumentException if the URL is of another kind, or the format is not a text
     */
    public static GatheredMetrics scrape(URI page, Format format) {
        GatheredMetrics metrics = scrapeLeniently(page, format);
        GatherFailure.throwIfAny("GET " + PageFetcher.shown(page), metrics.errors);
        return metrics;
    }

    /**
     * Scrapes a page in the text format 0.0.4, as {@link #scrapeLeniently(URI, Format)} does.
     *
     * @param page an http or https URL
     * @return the metrics on the page that can be read
     * @throws AssertionError as {@link #scrapeLeniently(URI, Format)} does
     * @throws IllegalArgumentException if the URL is of another kind
     */
    public static GatheredMetrics scrapeLeniently(URI page) {
        return scrapeLeniently(page, TEXT);
    }

    /**
     * Scrapes a page, perhaps of somebody else's exporter, and keeps what can be read of it. A family with an error is
     * left out. What could not be read is a problem for {@link #lint}; every other method sees only the rest.
     *
     * @param page an http or https URL
     * @param format the text format to request
     * @return the metrics on the page that can be read
     * @throws AssertionError as {@link #scrape(URI, Format)} does, except that anything in the page may be wrong
     * @throws IllegalArgumentException if the URL is of another kind, or the format is not a text
     */
    public static GatheredMetrics scrapeLeniently(URI page, Format format) {
        Objects.requireNonNull(page, "page");
        Detail detail = Detail.of(Objects.requireNonNull(format, "format"));
        GatherResult read = detail.parser().parseLeniently(PageFetcher.fetch(page, format));
        return new GatheredMetrics(detail, read.families(), read.errors(), Selection.ALL);
    }

    /**
     * Parses metrics from a text, such as a page that another HTTP client has fetched.
     *
     * @param text OpenMetrics if it ends in {@code # EOF}, else the text format 0.0.4. OpenMetrics is of version 2.0 if
     *     it has a value in braces or {@code st@}, or {@code TYPE} with the whole name of a counter or an info, such as
     *     {@code # TYPE jobs_total counter}
     * @return the metrics in the text
     * @throws IllegalArgumentException if the text is in neither format; the message shows the line
     */
    public static GatheredMetrics parse(String text) {
        Objects.requireNonNull(text, "text");
        Detail detail = Detail.of(text);
        return new GatheredMetrics(detail, detail.parse(text), List.of(), Selection.ALL);
    }

    /**
     * Reads what can be read of a text, perhaps of somebody else's exporter, as {@link #scrapeLeniently(URI, Format)}
     * does with a page.
     *
     * @param utf8 a text in UTF-8, in one of the formats that {@link #parse(String)} reads
     * @return the metrics in the text that can be read
     */
    public static GatheredMetrics parseLeniently(byte[] utf8) {
        Detail detail = Detail.of(new String(utf8, UTF_8));
        GatherResult read = detail.parser().parseLeniently(utf8);
        return new GatheredMetrics(detail, read.families(), read.errors(), Selection.ALL);
    }

    /**
     * Narrows the view to some families. The names replace those of an earlier call.
     *
     * @param names the full names of one or more families; there need not be families with these names
     * @return the families with these names
     * @throws IllegalArgumentException if no name is given
     */
    public GatheredMetrics named(String... names) {
        requireNames(names);
        return new GatheredMetrics(detail, all, errors, selection.named(names));
    }

    /**
     * Takes families out of the view, such as those whose values a test cannot know. The names are added to those of an
     * earlier call.
     *
     * @param names the full names of one or more families; there need not be families with these names
     * @return the families with other names
     * @throws IllegalArgumentException if no name is given
     */
    public GatheredMetrics without(String... names) {
        requireNames(names);
        return new GatheredMetrics(detail, all, errors, selection.without(names));
    }

    static void requireNames(String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("expected at least one metric name");
        }
    }

    /**
     * Narrows the view to the series that have certain labels: {@code withLabels("queue", "mail")}. It does not find
     * the labels {@code le} and {@code quantile}, which belong to the lines of a series.
     *
     * @param namesAndValues name, value, name, value, ...; a series may have other labels too
     * @return the series with these labels
     * @throws IllegalArgumentException if a value is missing, or a name or value is invalid or a name is duplicate
     */
    public GatheredMetrics withLabels(String... namesAndValues) {
        return new GatheredMetrics(detail, all, errors, selection.withLabels(namesAndValues));
    }

    /**
     * The families.
     *
     * @return an immutable list, perhaps empty, of families that have metrics
     */
    public List<MetricFamily> families() {
        return selected;
    }

    /**
     * What could not be {@linkplain #scrapeLeniently(URI, Format) read} of the selected families, or of a line whose
     * name is not known.
     *
     * @return the errors in the order of their places, each with a {@link TextParseException} as its cause; none unless
     *     the text was read leniently
     */
    public List<GatherError> errors() {
        return errors.stream().filter(this::isSelected).toList();
    }

    /**
     * Lists what has changed since an earlier state, such as a page of the last release: families and series that are
     * gone ({@code -}) or new ({@code +}), and types, help texts, units and label names that are others ({@code !}).
     *
     * <pre>{@code
     * ! jobs_total: labels queue, zone, was queue
     * + gauge queue_depth
     * - gauge queue_length
     * - runs_total{queue="mail"}
     * + runs_total{queue="sms"}
     * }</pre>
     *
     * <p>Both are narrowed to the selection of this view, and compared in what both of their formats report. A family
     * that is gone or new stands for all its series, and so do label names that are others.
     *
     * @param earlier the earlier state
     * @param values whether other values are changes too; times when counting began never are
     * @return a line for each change, sorted by family; empty if there is none
     * @throws AssertionError if a metric cannot be written
     */
    public List<String> changesSince(GatheredMetrics earlier, boolean values) {
        Objects.requireNonNull(earlier, "earlier");
        return new ChangeLines(select(earlier), this, values).list();
    }

    /**
     * The number of series. A histogram or a summary is one series, however many lines it has.
     *
     * @return zero or more
     */
    public int count() {
        return selected.stream().mapToInt(family -> family.metrics().size()).sum();
    }

    /**
     * The value of the only series.
     *
     * @return the value of a counter, a gauge or an untyped metric; 1 or 0 for an info or a state
     * @throws AssertionError if there is no series or more than one, or it is a histogram or a summary
     */
    public double value() {
        ValueReader reader = readOnly();
        if (reader.observes()) {
            throw new AssertionError("expected a counter, a gauge or an untyped metric, got:" + listing());
        }
        return reader.value();
    }

    /**
     * The number of observations of the only series.
     *
     * @return the count of a histogram or a summary
     * @throws AssertionError if there is no series or more than one, or it is neither a histogram nor a summary
     */
    public long observationCount() {
        return readObserver().count();
    }

    /**
     * The sum of the observations of the only series.
     *
     * @return the sum of a histogram or a summary
     * @throws AssertionError if there is no series or more than one, or it is neither a histogram nor a summary
     */
    public double observationSum() {
        return readObserver().value();
    }

    private ValueReader readObserver() {
        ValueReader reader = readOnly();
        if (!reader.observes()) {
            throw new AssertionError("expected a histogram or a summary, got:" + listing());
        }
        return reader;
    }

    private ValueReader readOnly() {
        if (count() != 1) {
            throw new AssertionError("expected 1 series" + describe());
        }
        return ValueReader.read(selected.get(0).metrics().get(0));
    }

    /**
     * Writes the metrics in a text format, to print them or to compare them with a file. The text is complete:
     * OpenMetrics has its {@code # EOF}.
     *
     * @param format a text format
     * @return the text
     * @throws AssertionError if a metric cannot be written
     * @throws IllegalArgumentException if the format is not a text
     */
    public String format(Format format) {
        Detail.of(Objects.requireNonNull(format, "format")); // refuses a format that is not a text
        return new String(encode(format), UTF_8);
    }

    /**
     * Writes the metrics in any format.
     *
     * @param format the format
     * @return the body of a scrape
     * @throws AssertionError if a metric cannot be written
     */
    public byte[] encode(Format format) {
        Encoder encoder = Objects.requireNonNull(format, "format").newEncoder();
        encoder.encodeAll(selected);
        encoder.finish();
        GatherFailure.throwIfAny("cannot write the metrics", encoder.errors());
        return encoder.toByteArray();
    }

    /**
     * Checks the metrics with the {@linkplain Linter#standard standard} rules of the linter. What could not be
     * {@linkplain #scrapeLeniently(URI, Format) read} of the selected families, or of a line whose name is not known,
     * is a problem too.
     *
     * @return the problems, sorted by metric and then by text
     */
    public List<Problem> lint() {
        return Linter.standard().lint(new GatherResult(selected, errors()));
    }

    private boolean isSelected(GatherError error) {
        String metric = error.cause() instanceof TextParseException unreadable ? unreadable.metric() : "";
        return metric.isEmpty() || selection.selects(metric);
    }

    /** How much is known about the metrics. */
    Detail detail() {
        return detail;
    }

    /** All families, selected or not. */
    List<MetricFamily> all() {
        return all;
    }

    /** The selection that makes this view. */
    Selection selection() {
        return selection;
    }

    /** The given metrics, narrowed to the same selection. */
    GatheredMetrics select(GatheredMetrics others) {
        return new GatheredMetrics(others.detail, others.all, others.errors, selection);
    }

    /** The samples of the selected series, each on a line of its own. */
    String listing() {
        return Listing.ofSeries(selected);
    }

    /** Describes the selection and what it contains, for a message, behind what was expected. */
    String describe() {
        if (!selected.isEmpty()) {
            return selection + ", got " + count() + ":" + listing();
        }
        List<MetricFamily> otherLabels = selection.withAnyLabels().of(all);
        if (otherLabels.size() == 1) {
            return selection + ", got none, but there are:" + Listing.ofSeries(otherLabels);
        }
        return all.isEmpty()
                ? selection + ", got none, and there are no other families"
                : selection + ", got none, but there are the families " + Listing.ofNames(all);
    }

    /**
     * The series for a person, as a debugger shows them; {@link #format} writes them all.
     *
     * @return the first few lines, and how many more there are
     */
    @Override
    public String toString() {
        return count() + " series" + selection + listing();
    }
}
