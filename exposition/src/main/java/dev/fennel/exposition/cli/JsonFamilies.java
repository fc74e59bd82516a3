package dev.fennel.exposition.cli;

import dev.fennel.exposition.internal.JsonText;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.NativeBuckets;
import dev.fennel.model.SummaryValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes families as JSON, as the help of {@link Command#CONVERT} describes it. */
final class JsonFamilies implements MetricVisitor {
    private final Map<String, Object> json = new LinkedHashMap<>();

    private JsonFamilies(Metric metric) {
        json.put("labels", metric.labels().asMap());
        putTime("timestampMillis", metric.timestampMillis());
        metric.write(this);
    }

    static String text(List<MetricFamily> families) {
        return JsonText.of(families.stream().map(JsonFamilies::family).toList()) + "\n";
    }

    private static Map<String, Object> family(MetricFamily family) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", family.name());
        json.put("type", family.type().toString());
        json.put("help", family.help());
        json.put("unit", family.unit());
        json.put(
                "metrics",
                family.metrics().stream()
                        .map(metric -> new JsonFamilies(metric).json)
                        .toList());
        return json;
    }

    @Override
    public boolean takesExemplars() {
        return true;
    }

    @Override
    public void counter(double value, long createdMillis, @Nullable Exemplar exemplar) {
        json.put("value", value);
        putTime("createdMillis", createdMillis);
        put(exemplar, json);
    }

    @Override
    public void gauge(double value) {
        json.put("value", value);
    }

    @Override
    public void untyped(double value) {
        json.put("value", value);
    }

    @Override
    public void histogram(HistogramValue value) {
        putTotals(value.hasCount(), value.count(), value.hasSum(), value.sum(), value.createdMillis());
        List<Object> buckets = new ArrayList<>();
        for (int i = 0; i < value.bucketCount() && !value.isNativeOnly(); i++) {
            Map<String, Object> bucket = new LinkedHashMap<>();
            bucket.put("le", value.upperBound(i));
            bucket.put("count", value.cumulativeCount(i));
            put(value.exemplar(i), bucket);
            buckets.add(bucket);
        }
        json.put("buckets", buckets);
        NativeBuckets natives = value.nativeBuckets();
        if (natives != null) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("schema", natives.schema());
            all.put("zeroThreshold", natives.zeroThreshold());
            all.put("zeroCount", natives.zeroCount());
            all.put("positive", counts(natives.positive()));
            all.put("negative", counts(natives.negative()));
            json.put("native", all);
        }
    }

    @Override
    public void summary(SummaryValue value) {
        putTotals(value.hasCount(), value.count(), value.hasSum(), value.sum(), value.createdMillis());
        List<Object> quantiles = new ArrayList<>();
        for (int i = 0; i < value.quantileCount(); i++) {
            Map<String, Object> quantile = new LinkedHashMap<>(); // others are in another order in each run
            quantile.put("quantile", value.quantile(i));
            quantile.put("value", value.quantileValue(i));
            quantiles.add(quantile);
        }
        json.put("quantiles", quantiles);
    }

    private void putTotals(boolean hasCount, long count, boolean hasSum, double sum, long createdMillis) {
        if (hasCount) {
            json.put("count", count);
        }
        if (hasSum) {
            json.put("sum", sum);
        }
        putTime("createdMillis", createdMillis);
    }

    private void putTime(String name, long millis) {
        if (millis != Metric.NO_TIMESTAMP) {
            json.put(name, millis);
        }
    }

    private static Map<String, Object> counts(NativeBuckets.Populated buckets) {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (int i = 0; i < buckets.size(); i++) {
            counts.put(String.valueOf(buckets.key(i)), buckets.count(i));
        }
        return counts;
    }

    private static void put(@Nullable Exemplar exemplar, Map<String, Object> json) {
        if (exemplar != null) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("labels", exemplar.labels().asMap());
            all.put("value", exemplar.value());
            if (exemplar.timestamp() != null) {
                all.put("timestampMillis", exemplar.timestamp().toEpochMilli());
            }
            json.put("exemplar", all);
        }
    }
}
