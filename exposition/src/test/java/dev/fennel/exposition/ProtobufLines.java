package dev.fennel.exposition;

import static dev.fennel.exposition.DecodedProtobuf.field;
import static dev.fennel.exposition.DecodedProtobuf.list;
import static dev.fennel.exposition.DecodedProtobuf.message;
import static dev.fennel.exposition.DecodedProtobuf.messages;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Message;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The content of a decoded family, one line for each fact, as in {@link ModelLines}. */
final class ProtobufLines {
    private final List<String> lines = new ArrayList<>();

    private ProtobufLines() {}

    static List<String> of(Message family) {
        ProtobufLines lines = new ProtobufLines();
        String type = ((EnumValueDescriptor) field(family, "type")).getName().toLowerCase(Locale.ROOT);
        Object unit = field(family, "unit");
        lines.add("family", field(family, "name"), field(family, "help"), type, unit == null ? "" : unit);
        for (Message metric : messages(family, "metric")) {
            Long millis = (Long) field(metric, "timestamp_ms");
            lines.add("metric", labels(metric), millis == null ? null : Instant.ofEpochMilli(millis));
            lines.addValue(type, message(metric, type));
        }
        return lines.lines;
    }

    private void addValue(String type, Message value) {
        switch (type) {
            case "counter" -> {
                Exemplar exemplar = exemplar(message(value, "exemplar"));
                add(type, field(value, "value"), exemplar, time(value, "created_timestamp"));
            }
            case "gauge", "untyped" -> add(type, field(value, "value"));
            case "summary" -> {
                addTotals(type, value);
                messages(value, "quantile").forEach(q -> add("quantile", field(q, "quantile"), field(q, "value")));
            }
            default -> addHistogram(value);
        }
    }

    private void addTotals(String type, Message value) {
        add(type, field(value, "sample_count"), field(value, "sample_sum"), time(value, "created_timestamp"));
    }

    private void addHistogram(Message value) {
        addTotals("histogram", value);
        for (Message bucket : messages(value, "bucket")) {
            Exemplar exemplar = exemplar(message(bucket, "exemplar"));
            add("bucket", field(bucket, "upper_bound"), field(bucket, "cumulative_count"), exemplar);
        }
        if (field(value, "schema") != null) {
            add("native", field(value, "schema"), field(value, "zero_threshold"), field(value, "zero_count"));
            add("negative", counts(messages(value, "negative_span"), list(value, "negative_delta")));
            add("positive", counts(messages(value, "positive_span"), list(value, "positive_delta")));
        }
        messages(value, "exemplars").forEach(exemplar -> add("exemplar", exemplar(exemplar)));
    }

    /** The counts of the buckets that are not empty, by their keys. */
    private static Map<Integer, Long> counts(List<Message> spans, List<?> deltas) {
        Map<Integer, Long> counts = new TreeMap<>();
        int key = 0;
        int next = 0;
        long count = 0;
        for (Message span : spans) {
            key += (Integer) field(span, "offset");
            for (int i = 0; i < (Integer) field(span, "length"); i++) {
                count += (Long) deltas.get(next++);
                counts.put(key++, count);
            }
        }
        if (next != deltas.size()) {
            throw new AssertionError("spans " + spans + " do not fit the deltas " + deltas);
        }
        counts.values().removeIf(c -> c == 0);
        return counts;
    }

    private static Labels labels(Message message) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (Message pair : messages(message, "label")) {
            pairs.put((String) field(pair, "name"), (String) field(pair, "value"));
        }
        Labels labels = Labels.of(pairs);
        if (!labels.names().equals(List.copyOf(pairs.keySet()))) {
            throw new AssertionError("expected label names in order, got " + pairs.keySet());
        }
        return labels;
    }

    private static Exemplar exemplar(Message exemplar) {
        return exemplar == null
                ? null
                : new Exemplar(labels(exemplar), (Double) field(exemplar, "value"), time(exemplar, "timestamp"));
    }

    private static Instant time(Message message, String name) {
        Message time = message(message, name);
        if (time == null) {
            return null;
        }
        Object seconds = time.getField(time.getDescriptorForType().findFieldByName("seconds"));
        Object nanos = time.getField(time.getDescriptorForType().findFieldByName("nanos"));
        return Instant.ofEpochSecond((Long) seconds, (Integer) nanos);
    }

    private void add(Object... facts) {
        lines.add(Arrays.toString(facts));
    }
}
