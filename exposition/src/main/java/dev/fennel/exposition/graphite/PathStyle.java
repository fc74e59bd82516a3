package dev.fennel.exposition.graphite;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The two ways in which Graphite can name a series that has labels. */
enum PathStyle {
    /** Labels and their values are more nodes of the path: {@code http_requests_total.code.200.method.GET}. */
    NODES {
        @Override
        void putLabels(SortedMap<String, String> labels, StringBuilder path) {
            labels.forEach((label, value) -> {
                path.append('.');
                PathNodes.put(label, path);
                path.append('.');
                // Which node means what depends on how many there are before it, so an empty value takes its place.
                if (!PathNodes.put(value, path)) {
                    path.append('_');
                }
            });
        }
    },

    /** Labels are tags, which Graphite knows since 1.1: {@code http_requests_total;code=200;method=GET}. */
    TAGS {
        @Override
        void putLabels(SortedMap<String, String> labels, StringBuilder path) {
            SortedMap<String, String> tags = labels;
            if (labels.containsKey(OWN_TAG)) {
                tags = new TreeMap<>(labels);
                tags.put(renamed(labels), tags.remove(OWN_TAG));
            }
            for (Map.Entry<String, String> tag : tags.entrySet()) {
                // For both systems an empty value is the same as no label, and Graphite refuses to store one.
                if (!tag.getValue().isEmpty()) {
                    path.append(';').append(tag.getKey()).append('=');
                    TagValues.put(tag.getValue(), path);
                }
            }
        }
    };

    /** The tag that Graphite keeps the path in; a tag of a series would replace it, or be lost. */
    private static final String OWN_TAG = "name";

    /** Appends labels to the path of a series. */
    abstract void putLabels(SortedMap<String, String> labels, StringBuilder path);

    /** What Prometheus does with the labels of a target that it has others of the same name for. */
    private static String renamed(SortedMap<String, String> labels) {
        String name = OWN_TAG;
        while (labels.containsKey(name)) {
            name = "exported_" + name;
        }
        return name;
    }
}
