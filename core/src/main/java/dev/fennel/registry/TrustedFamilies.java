package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.families.FamilySource;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The families of the trusted collectors at one moment, merged and sorted. Immutable, so gathers share it freely.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>A source returns the same family object until one of its series is born or dies, and another one after that.
 *   <li>Its family is sorted and without duplicates. Two sources that share a name differ in their const labels, which
 *       the registry made sure of when it registered them.
 *   <li>The array of sources is another object as soon as one of them came or went.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>If nothing has changed, {@link #refreshed} returns the same object and so the gather the same result. It asks
 *       each source and compares references, which allocates nothing. A source may do more when it is asked: a Vec
 *       whose series expire checks them all, under a lock of its own.
 *   <li>A family that only one source has is that source's object. One that several share is merged again only when one
 *       of its parts has changed since the object that is refreshed. All others keep their identity, whatever else
 *       changes. Gathers that run at once may each merge the same new parts; of their outcomes, one is kept.
 * </ol>
 *
 * <p>Encoders keep what they derive from a family for as long as it is the same object. If a source changed its series
 * behind the same object, scrapes would go on showing the old ones; if it made a new object each time, everything would
 * be sorted and encoded anew in each scrape.
 */
final class TrustedFamilies {
    static final TrustedFamilies NONE = new TrustedFamilies();

    private final FamilySource[] sources;

    /** What each source returned. */
    private final MetricFamily[] parts;

    /** For each name that several collectors share, their parts. */
    private final Map<String, List<MetricFamily>> shared = new HashMap<>();

    /** All families in the order of their names, those without metrics included. */
    private final Map<String, MetricFamily> byName;

    private final GatherResult result;

    private TrustedFamilies() {
        sources = Registrations.NONE.sources();
        parts = new MetricFamily[0];
        byName = Map.of();
        result = new GatherResult(List.of(), List.of());
    }

    private TrustedFamilies(FamilySource[] sources, MetricFamily[] parts, TrustedFamilies last) {
        this.sources = sources;
        this.parts = parts;
        List<MetricFamily> families = group(parts);
        for (int i = 0; i < families.size(); i++) {
            families.set(i, merged(families.get(i), last));
        }
        families.sort(FamilyMerger.BY_NAME);
        Map<String, MetricFamily> names = new LinkedHashMap<>();
        List<MetricFamily> written = new ArrayList<>(families.size());
        for (MetricFamily family : families) {
            names.put(family.name(), family);
            if (!family.metrics().isEmpty()) {
                written.add(family);
            }
        }
        byName = Collections.unmodifiableMap(names);
        result = new GatherResult(written, List.of());
    }

    /**
     * Asks the sources for their families.
     *
     * @param now the sources that are registered now
     * @return this same object if nothing has changed
     */
    TrustedFamilies refreshed(FamilySource[] now) {
        if (isCurrent(now)) {
            return this;
        }
        MetricFamily[] families = new MetricFamily[now.length];
        for (int i = 0; i < now.length; i++) {
            families[i] = now[i].family();
        }
        return new TrustedFamilies(now, families, this);
    }

    /** What to return from a gather if there is nothing else: always the same object. */
    GatherResult result() {
        return result;
    }

    /** The families by name, to merge other metrics into; immutable. */
    Map<String, MetricFamily> byName() {
        return byName;
    }

    private boolean isCurrent(FamilySource[] now) {
        if (now != sources) {
            return false;
        }
        for (int i = 0; i < now.length; i++) {
            if (now[i].family() != parts[i]) {
                return false;
            }
        }
        return true;
    }

    /** Fills {@code shared}, and returns the first family of each name. */
    private List<MetricFamily> group(MetricFamily[] all) {
        Map<String, MetricFamily> firsts = new LinkedHashMap<>();
        for (MetricFamily part : all) {
            MetricFamily first = firsts.putIfAbsent(part.name(), part);
            if (first != null) {
                shared.computeIfAbsent(part.name(), name -> new ArrayList<>(List.of(first)))
                        .add(part);
            }
        }
        return new ArrayList<>(firsts.values());
    }

    private MetricFamily merged(MetricFamily first, TrustedFamilies last) {
        List<MetricFamily> sharing = shared.get(first.name());
        if (sharing == null) {
            return first;
        }
        MetricFamily before = last.mergedFrom(sharing);
        return before != null ? before : merge(sharing);
    }

    /** The family that was merged from these very parts, or null if one of them has changed. */
    private @Nullable MetricFamily mergedFrom(List<MetricFamily> sharing) {
        String name = sharing.get(0).name();
        List<MetricFamily> before = shared.get(name);
        if (before == null || before.size() != sharing.size()) {
            return null;
        }
        for (int i = 0; i < sharing.size(); i++) {
            if (before.get(i) != sharing.get(i)) {
                return null;
            }
        }
        return byName.get(name);
    }

    /** Merges parts that have no series in common, since their const labels differ. */
    private static MetricFamily merge(List<MetricFamily> sharing) {
        List<Series> added = new ArrayList<>();
        for (MetricFamily part : sharing.subList(1, sharing.size())) {
            for (Metric metric : part.metrics()) {
                added.add(Series.of(metric, part.name()));
            }
        }
        return MergedRun.of(DuplicateSeries.addWithout(sharing.get(0), added, new ArrayList<>()), sharing);
    }
}
