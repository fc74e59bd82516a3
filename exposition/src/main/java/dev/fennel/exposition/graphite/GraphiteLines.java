package dev.fennel.exposition.graphite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.exposition.graphite.TextSamples.Sample;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.registry.GatherError;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the lines of Graphite's plaintext protocol for the samples of a push. Immutable. */
final class GraphiteLines {
    private static final String NOT_A_NUMBER = "NaN";

    private final PathStyle style;
    private final String prefix;

    /** Makes lines whose paths begin with a prefix as a user writes it: nodes separated by dots, or empty. */
    GraphiteLines(PathStyle style, String prefix) {
        StringBuilder nodes = new StringBuilder();
        for (String node : prefix.split("\\.")) {
            if (!node.isBlank()) {
                PathStyle.putNode(node, nodes);
                nodes.append('.');
            }
        }
        this.style = style;
        this.prefix = nodes.toString();
    }

    /**
     * Makes the lines.
     *
     * <p>A path that comes again is the path of another series, with which carbon would mix it up. So only its first
     * sample becomes a line. A sample that is NaN still owns its path. Otherwise another series would take the path
     * whenever the value is NaN.
     *
     * @param text metrics in the text format
     * @param nowSeconds the time of samples without a timestamp, in seconds since the epoch
     * @param errors receives an error for each family with samples that are left out, because others have their paths
     * @return {@code path value time} for each sample that remains, except those that are not a number, which carbon
     *     drops anyway
     */
    byte[] of(String text, long nowSeconds, List<GatherError> errors) {
        StringBuilder lines = new StringBuilder(text.length());
        Map<String, Sample> owners = new HashMap<>();
        Map<String, Collisions> collisions = new LinkedHashMap<>();
        for (Sample sample : TextSamples.of(text)) {
            String path = path(sample);
            Sample owner = owners.putIfAbsent(path, sample);
            if (owner != null) {
                collisions.computeIfAbsent(sample.family(), family -> new Collisions(sample, owner, path)).count++;
            } else if (!sample.value().equals(NOT_A_NUMBER)) {
                lines.append(path)
                        .append(' ')
                        .append(sample.value())
                        .append(' ')
                        .append(seconds(sample, nowSeconds))
                        .append('\n');
            }
        }
        collisions.values().forEach(found -> errors.add(found.error()));
        return lines.toString().getBytes(UTF_8);
    }

    private String path(Sample sample) {
        StringBuilder path = new StringBuilder(prefix);
        PathStyle.putNode(sample.name(), path);
        style.putLabels(sample.labels(), path);
        return path.toString();
    }

    private static long seconds(Sample sample, long nowSeconds) {
        return sample.timestampMillis() == Metric.NO_TIMESTAMP ? nowSeconds : sample.timestampMillis() / 1000;
    }

    /** The samples of a family whose paths are those of others. A histogram has many such samples for one reason. */
    private static final class Collisions {
        private final Sample first;
        private final Sample owner;
        private final String path;
        private int count;

        Collisions(Sample first, Sample owner, String path) {
            this.first = first;
            this.owner = owner;
            this.path = path;
        }

        GatherError error() {
            return new GatherError(
                    first.family() + ": left out " + text(first) + ", because " + text(owner) + " has the same path \""
                            + path + "\"" + (count > 1 ? "; and " + (count - 1) + " more of its samples" : ""));
        }

        private static String text(Sample sample) {
            return sample.name() + (sample.labels().isEmpty() ? "" : Labels.of(sample.labels()));
        }
    }
}
