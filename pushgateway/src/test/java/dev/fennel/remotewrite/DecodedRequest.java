package dev.fennel.remotewrite;

import static dev.fennel.pushgateway.internal.PublishedSchema.field;
import static dev.fennel.pushgateway.internal.PublishedSchema.messages;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.fennel.pushgateway.internal.PublishedSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.xerial.snappy.Snappy;

/**
 * A request as Google's own libraries decode it with the published schemas.
 *
 * @param series its series, each as {@link #text} writes it
 * @param metadata of version 1.0, those beside the series
 */
record DecodedRequest(List<String> series, List<String> metadata) {
    private static final PublishedSchema VERSION_1 = new PublishedSchema("/remote-write-1-descriptor.txt");
    private static final PublishedSchema VERSION_2 = new PublishedSchema("/remote-write-2-descriptor.txt");

    static DecodedRequest of(byte[] body, boolean version2) {
        byte[] plain;
        try {
            plain = Snappy.uncompress(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Message request = version2 ? VERSION_2.decode("Request", plain) : VERSION_1.decode("WriteRequest", plain);
        List<String> symbols = version2 ? strings(request, "symbols") : List.of();
        if (version2 && !symbols.get(0).isEmpty()) {
            throw new AssertionError("expected an empty first symbol, got " + symbols);
        }
        return new DecodedRequest(
                messages(request, "timeseries").stream()
                        .map(series -> text(series, symbols))
                        .toList(),
                version2
                        ? List.of()
                        : messages(request, "metadata").stream()
                                .map(TextFormat.printer().emittingSingleLine(true)::printToString)
                                .toList());
    }

    /** Labels in their order, then each sample, histogram and exemplar, the metadata and the time of creation. */
    private static String text(Message series, List<String> symbols) {
        StringBuilder text = new StringBuilder(labels(series, symbols));
        for (Message sample : messages(series, "samples")) {
            double value = (Double) field(sample, "value");
            boolean stale = Double.doubleToRawLongBits(value) == 0x7FF0000000000002L;
            text.append(' ').append(stale ? "stale" : value).append(" @").append(field(sample, "timestamp"));
            text.append(start(sample));
        }
        for (Message histogram : messages(series, "histograms")) {
            String all = TextFormat.printer().emittingSingleLine(true).printToString(histogram);
            boolean stale = Double.doubleToRawLongBits((Double) field(histogram, "sum")) == 0x7FF0000000000002L;
            text.append(stale ? " stale" : "").append(" <").append(all.strip()).append('>');
        }
        for (Message exemplar : messages(series, "exemplars")) {
            text.append(" #").append(labels(exemplar, symbols)).append(' ').append(field(exemplar, "value"));
            text.append(" @").append(field(exemplar, "timestamp"));
        }
        if (!symbols.isEmpty()) {
            Message metadata = (Message) field(series, "metadata");
            text.append(" | ").append(field(metadata, "type"));
            text.append(" | ").append(symbols.get((Integer) field(metadata, "help_ref")));
            text.append(" | ").append(symbols.get((Integer) field(metadata, "unit_ref")));
            text.append(" | ").append(field(series, "created_timestamp"));
        }
        return text.toString();
    }

    private static String start(Message sample) {
        boolean has = sample.getDescriptorForType().findFieldByName("start_timestamp") != null;
        long start = has ? (Long) field(sample, "start_timestamp") : 0;
        return start == 0 ? "" : " from " + start;
    }

    private static String labels(Message message, List<String> symbols) {
        List<String> pairs = new ArrayList<>();
        if (symbols.isEmpty()) {
            for (Message label : messages(message, "labels")) {
                pairs.add(field(label, "name") + "=" + field(label, "value"));
            }
        } else {
            List<?> refs = (List<?>) field(message, "labels_refs");
            for (int i = 0; i < refs.size(); i += 2) {
                pairs.add(symbols.get((Integer) refs.get(i)) + "=" + symbols.get((Integer) refs.get(i + 1)));
            }
        }
        return pairs.stream().collect(Collectors.joining(",", "{", "}"));
    }

    private static List<String> strings(Message message, String name) {
        return ((List<?>) field(message, name)).stream().map(String.class::cast).toList();
    }
}
