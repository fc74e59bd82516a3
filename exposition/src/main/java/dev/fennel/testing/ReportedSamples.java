package dev.fennel.testing;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.testing.FamilyWriter.WrittenFamily;
import dev.fennel.testing.FamilyWriter.WrittenSample;
import dev.fennel.testing.FamilyWriter.WrittenSeries;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Separates the samples that a text reports from those that are added to it. A histogram that has a count gets a bucket
 * {@code +Inf}, in OpenMetrics one that has a sum gets a count, and the sum and the count of parts with different
 * timestamps move to the last of these, whether the text has them there or not. To find out what the text has, each of
 * its lines is parsed once more by itself, as a metric of its own.
 */
final class ReportedSamples {
    private static final String BOUND = "le";
    private static final String INFINITE = "+Inf";
    private static final Pattern ANY_INFINITE = Pattern.compile("\\+?inf(inity)?", Pattern.CASE_INSENSITIVE);

    /** The suffixes of a gauge histogram in OpenMetrics. The model writes it as a histogram, without the {@code g}. */
    private static final Pattern GAUGE_PART = Pattern.compile("_g(sum|count)$");

    private record Sample(String name, Map<String, String> labels, long timestampMillis) {
        static Sample of(Metric metric) {
            Map<String, String> labels = new TreeMap<>(metric.labels().asMap());
            labels.computeIfPresent(
                    BOUND, (le, text) -> ANY_INFINITE.matcher(text).matches() ? INFINITE : text);
            String name = GAUGE_PART.matcher(metric.desc().name()).replaceFirst("_$1");
            return new Sample(name, labels, metric.timestampMillis());
        }

        // Written out because the JDK keeps the class loader of a record whose derived methods were called.
        @Override
        public boolean equals(Object other) {
            return other instanceof Sample that
                    && name.equals(that.name)
                    && labels.equals(that.labels)
                    && timestampMillis == that.timestampMillis;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, labels, timestampMillis);
        }

        /** Whether a parser adds this sample to a text that does not have it. */
        boolean canBeAdded(String family) {
            return name.equals(family + "_sum")
                    || name.equals(family + "_count")
                    || (name.equals(family + "_bucket") && INFINITE.equals(labels.get(BOUND)));
        }
    }

    private final Detail detail;
    private final Set<Sample> reported = new HashSet<>();

    /**
     * Reads the samples of a text.
     *
     * @param families the families that the parser made of the text
     */
    ReportedSamples(String text, Detail detail, List<MetricFamily> families) {
        this.detail = detail;
        Set<String> names = families.stream().map(MetricFamily::name).collect(Collectors.toSet());
        Arrays.stream(text.split("\n"))
                .filter(Detail::isSample)
                .map(detail::parseSample)
                // A family of this name is not part of another one, even if its name looks like it.
                .filter(sample -> !names.contains(sample.desc().name()))
                .forEach(sample -> reported.add(Sample.of(sample)));
    }

    /** The families without the samples that the text does not report. */
    List<WrittenFamily> of(List<WrittenFamily> families) {
        return families.stream().map(this::of).toList();
    }

    private WrittenFamily of(WrittenFamily family) {
        List<WrittenSeries> series = family.series().stream()
                .map(one -> new WrittenSeries(
                        one.labels(),
                        one.timestampMillis(),
                        one.samples().stream()
                                .filter(sample -> isReported(family.name(), sample))
                                .toList()))
                .toList();
        return new WrittenFamily(family.name(), family.type(), family.help(), family.unit(), series);
    }

    private boolean isReported(String family, WrittenSample written) {
        Sample sample = Sample.of(detail.parseSample(written.toString()));
        return reported.contains(sample) || !sample.canBeAdded(family);
    }
}
