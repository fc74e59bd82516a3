package dev.fennel.registry;

import dev.fennel.model.Labels;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Makes gatherers out of others. */
public final class Gatherers {
    private Gatherers() {}

    /**
     * Merges gatherers into one, for instance to expose several registries on one page.
     *
     * <p>Their metrics are checked against each other like those within a registry. A family is left out if an earlier
     * one of its name has another type, help or unit, or if its name collides with a series of a histogram or summary.
     * A metric is left out if an earlier gatherer returned it already. The result reports each of these, together with
     * the errors of the gatherers themselves; each error says which gatherer it is about, counted from 1. A gatherer
     * that throws loses its own metrics.
     *
     * <p>Registries run their custom collectors at the same time, so that one which is slow takes no time from those of
     * another registry. Gatherers of other kinds follow one after the other, with the time that is left.
     *
     * <p>A family that only one gatherer returns stays the same object, and as long as every gatherer returns the same
     * result, so does this one.
     *
     * @param gatherers the gatherers, in order of precedence
     * @return a gatherer of all their metrics
     */
    public static Gatherer merge(Gatherer... gatherers) {
        return merge(List.of(gatherers));
    }

    /**
     * Merges gatherers into one, like {@link #merge(Gatherer...)}.
     *
     * @param gatherers the gatherers, in order of precedence; copied
     * @return a gatherer of all their metrics
     */
    public static Gatherer merge(List<? extends Gatherer> gatherers) {
        return new MergedGatherer(List.copyOf(gatherers));
    }

    /**
     * Adds labels to all metrics of a gatherer, such as the environment and the zone that a program runs in, those of
     * the JVM included:
     *
     * <pre>{@code
     * Gatherer labelled = Gatherers.withLabels(registry, Labels.of("env", "prod", "zone", "eu"));
     * }</pre>
     *
     * <p>The label of a metric itself wins: where one of the metrics of a family has a label of that name, or its Desc
     * does, all metrics of that family stay without the other one, as Prometheus does with its {@code external_labels}.
     *
     * <p>As long as the gatherer returns the same family object, so does this one, and a scrape is as fast as without
     * labels.
     *
     * @param gatherer the gatherer
     * @param labels the labels to add; not {@code le} and {@code quantile}, which histograms and summaries cannot have
     * @return a gatherer of its metrics with these labels
     * @throws IllegalArgumentException if one of the labels is called {@code le} or {@code quantile}
     */
    public static Gatherer withLabels(Gatherer gatherer, Labels labels) {
        Objects.requireNonNull(gatherer, "gatherer");
        for (String reserved : List.of("le", "quantile")) {
            if (labels.get(reserved) != null) {
                throw new IllegalArgumentException("expected labels that every type can have, got \"" + reserved + '"');
            }
        }
        return labels.isEmpty() ? gatherer : new LabelledGatherer(gatherer, labels);
    }

    /**
     * Lets gathers that overlap share one run, for collectors that are expensive to run and scraped by several servers.
     *
     * <p>A caller that comes while a gather is under way waits for it and gets the same result. As that gather began
     * before the call, it may have read custom collectors before the call, too: a caller cannot rely on seeing what it
     * changed itself just before. A caller that comes after the end of a gather starts a new one, even if others still
     * use the result of the last. Waiting cannot be interrupted, and ends a second after the caller's time limit at the
     * latest. If that is too early, or the gatherer throws, the result has one error and nothing else. A caller with
     * less time than the gather under way has left gathers for itself. What the gatherer waits for is done once all who
     * share a result have called {@link GatherResult#done}.
     *
     * @param gatherer the gatherer whose runs are shared
     * @return a gatherer that runs {@code gatherer} once at a time
     */
    public static Gatherer coalesced(Gatherer gatherer) {
        return new CoalescedGatherer(Objects.requireNonNull(gatherer, "gatherer"));
    }

    /**
     * Leaves out families by name, for instance to push only some of them.
     *
     * <pre>{@code
     * Gatherer jobs = Gatherers.filterByName(registry, name -> name.startsWith("job_"));
     * }</pre>
     *
     * <p>Collectors run all the same. The errors of the gatherer stay, those about families that are left out too. A
     * family for which the filter throws is left out and reported. The filter is not asked again about a family that is
     * the same object as in the gather before, so it must always say the same.
     *
     * @param gatherer gathers all families
     * @param kept whether to keep the families with a name; called by several threads at once
     * @return a gatherer of what is kept
     */
    public static Gatherer filterByName(Gatherer gatherer, Predicate<? super String> kept) {
        Objects.requireNonNull(kept, "kept");
        return new FilteredGatherer(
                Objects.requireNonNull(gatherer, "gatherer"),
                family -> kept.test(family.name()) ? family : FilteredGatherer.part(family, List.of()));
    }

    /**
     * Leaves out metrics by their labels, like {@link #filterByName}, and with them families of which none is left.
     *
     * <pre>{@code
     * Gatherer mine = Gatherers.filterByLabels(registry, labels -> "mail".equals(labels.get("queue")));
     * }</pre>
     *
     * @param gatherer gathers all metrics
     * @param kept whether to keep the metrics with all these labels; called by several threads at once
     * @return a gatherer of what is kept
     */
    public static Gatherer filterByLabels(Gatherer gatherer, Predicate<? super Labels> kept) {
        Objects.requireNonNull(kept, "kept");
        return new FilteredGatherer(
                Objects.requireNonNull(gatherer, "gatherer"),
                family -> FilteredGatherer.part(
                        family,
                        family.metrics().stream()
                                .filter(metric -> kept.test(metric.labels()))
                                .toList()));
    }
}
