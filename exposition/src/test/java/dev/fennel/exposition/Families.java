package dev.fennel.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.internal.Unicode;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.testsupport.CustomMetric;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Makes families as a gather returns them, encodes them, and reads the files with the expected bytes. */
public final class Families {
    private Families() {}

    /** Groups metrics by name and sorts families by name and series by label values, as a registry does. */
    public static List<MetricFamily> of(Metric... metrics) {
        Map<String, List<Metric>> byName = new TreeMap<>(Unicode::compare);
        for (Metric metric : metrics) {
            byName.computeIfAbsent(metric.desc().name(), name -> new ArrayList<>())
                    .add(metric);
        }
        List<MetricFamily> families = new ArrayList<>();
        for (List<Metric> series : byName.values()) {
            series.sort((a, b) -> compare(a.labels(), b.labels()));
            families.add(new MetricFamily(series.get(0).desc(), series));
        }
        return families;
    }

    private static int compare(Labels a, Labels b) {
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = Unicode.compare(a.value(i), b.value(i));
        }
        return order;
    }

    /** Resets the encoder and encodes families. */
    public static String encode(Encoder encoder, List<MetricFamily> families) {
        encoder.reset();
        encoder.encodeAll(families);
        encoder.finish();
        return new String(encoder.toByteArray(), UTF_8);
    }

    /** A text file among the test resources. */
    public static String resource(String path) throws IOException {
        return new String(bytes(path), UTF_8);
    }

    /** A file among the test resources. */
    static byte[] bytes(String path) throws IOException {
        try (InputStream in = Families.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        }
    }

    /** A metric as a library author may write it, with the given value and labels. */
    public static Metric custom(Desc desc, Labels labels, Consumer<? super MetricVisitor> writer) {
        return new CustomMetric(desc, labels, writer);
    }
}
