package dev.fennel.testing;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells the samples that a text has from those that were made up. A parser makes whole metrics of what it reads: a
 * histogram or a summary gets a sum and a count, and a histogram a bucket {@code +Inf}, whether the text has them or
 * not. So each line is read once more by itself, as a sample that is part of nothing.
 */
final class ToldSamples {
    private static final String BOUND = "le";
    private static final String INFINITE = "+Inf";
    private static final Pattern ANY_INFINITE = Pattern.compile("\\+?inf(inity)?", Pattern.CASE_INSENSITIVE);

    /** What OpenMetrics calls the parts of a gauge histogram, which are written as those of a histogram. */
    private static final Pattern GAUGE_PART = Pattern.compile("_g(sum|count)$");

    private record Sample(String name, Map<String, String> labels, long timestampMillis) {
        static Sample of(Metric metric) {
            Map<String, String> labels = new TreeMap<>(metric.labels().asMap());
            labels.computeIfPresent(
                    BOUND, (le, text) -> ANY_INFINITE.matcher(text).matches() ? INFINITE : text);
            String name = GAUGE_PART.matcher(metric.desc().name()).replaceFirst("_$1");
            return new Sample(name, labels, metric.timestampMillis());
        }

        /** Whether a parser makes this sample up where a text does not have it. */
        boolean canBeMadeUp(String family) {
            return name.equals(family + "_sum")
                    || name.equals(family + "_count")
                    || name.equals(family + "_bucket") && INFINITE.equals(labels.get(BOUND));
        }
    }

    private final Detail detail;
    private final Set<Sample> told = new HashSet<>();

    /**
     * Reads a text.
     *
     * @param families what the parser made of it
     */
    ToldSamples(String text, Detail detail, List<MetricFamily> families) {
        this.detail = detail;
        Set<String> names = families.stream().map(MetricFamily::name).collect(Collectors.toSet());
        Arrays.stream(text.split("\n"))
                .filter(Detail::isSample)
                .map(detail::parseSample)
                // A family of its own is no part of another, even if it is called like one.
                .filter(sample -> !names.contains(sample.desc().name()))
                .forEach(sample -> told.add(Sample.of(sample)));
    }

    /** Families without the samples that the text does not have. */
    List<WrittenFamily> of(List<WrittenFamily> families) {
        return families.stream().map(this::of).toList();
    }

    private WrittenFamily of(WrittenFamily family) {
        List<WrittenSeries> series = family.series().stream()
                .map(one -> new WrittenSeries(
                        one.labels(),
                        one.timestampMillis(),
                        one.samples().stream()
                                .filter(sample -> isTold(family.name(), sample))
                                .toList()))
                .toList();
        return new WrittenFamily(family.name(), family.type(), family.help(), family.unit(), series);
    }

    private boolean isTold(String family, WrittenSample written) {
        Sample sample = Sample.of(detail.parseSample(written.toString()));
        return told.contains(sample) || !sample.canBeMadeUp(family);
    }
}
