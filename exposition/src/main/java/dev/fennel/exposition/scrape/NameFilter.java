package dev.fennel.exposition.scrape;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.MetricFamily;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The families that a request selects with {@code name[]} in its query; all families if it selects none.
 *
 * <p>A name is the exact name of a family, before escaping: {@code latency_seconds}, but not
 * {@code latency_seconds_bucket}. A parameter with broken percent-encoding matches no family, but still counts as a
 * selection: to answer such a request with all families would be the worst surprise. Immutable.
 *
 * @param names the names, empty if all families are wanted; not changed any more
 */
record NameFilter(Set<String> names) {
    private static final NameFilter ALL = new NameFilter(Set.of());

    /**
     * Reads a query, in time that grows linearly with its length.
     *
     * @param query the percent-encoded query; null if there is none
     */
    static NameFilter of(@Nullable String query) {
        if (query == null) {
            return ALL;
        }
        Set<String> names = Set.of();
        for (int start = 0, end; start < query.length(); start = end + 1) {
            int ampersand = query.indexOf('&', start);
            end = ampersand < 0 ? query.length() : ampersand;
            String parameter = query.substring(start, end);
            int equals = parameter.indexOf('=');
            if ("name[]".equals(decoded(equals < 0 ? parameter : parameter.substring(0, equals)))) {
                names = names.isEmpty() ? new HashSet<>() : names;
                names.add(equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
            }
        }
        return names.isEmpty() ? ALL : new NameFilter(names);
    }

    // Written out for the same reason as in Scraper.Wanted.
    @Override
    public boolean equals(Object other) {
        return other instanceof NameFilter that && names.equals(that.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    /** Whether only some families are wanted. */
    boolean selects() {
        return !names.isEmpty();
    }

    boolean accepts(MetricFamily family) {
        return names.isEmpty() || names.contains(family.name());
    }

    /** The families of a gather that are wanted. */
    List<MetricFamily> of(List<MetricFamily> families) {
        return selects() ? families.stream().filter(this::accepts).toList() : families;
    }

    /** The decoded text. Empty if the encoding is broken: no family has an empty name. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
