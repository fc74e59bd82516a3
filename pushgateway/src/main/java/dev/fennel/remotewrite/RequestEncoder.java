package dev.fennel.remotewrite;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.pushgateway.internal.RequestChunks;
import dev.fennel.registry.GatherError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Encodes the metrics of one push.
 *
 * <p>What is kept of a request is its compressed body, about a tenth of its size. So a push of any size needs the
 * memory of one request and of all compressed ones: 100,000 counters of three labels are 1.1 MB in version 1.0, and 1.5
 * MB in 2.0, which has more to say of each. To translate the body of a scrape in protobuf instead, as a server does,
 * would need no code for types here, but would hold that body, and the encoded labels of all series, besides.
 *
 * <p>Used by one thread.
 */
final class RequestEncoder extends RequestChunks<EncodedRequest> {
    private final WriteRequest request;
    private final SeriesWriter series;
    private final SnappyBlock snappy = new SnappyBlock();

    /** By the name of a series as it is written, the family that has it. */
    private final Map<String, WrittenFamily> owners = new HashMap<>();

    private final List<WrittenFamily> written = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // there is a family before there is a metric
    private WrittenFamily present;

    /**
     * Begins without requests.
     *
     * @param exemplarsBefore the {@link #newestExemplars} of earlier pushes, which are left out
     * @param mostPoints a request ends with the metric that brings it to this number of samples and native histograms
     * @throws IllegalArgumentException if escaping makes two external labels the same
     */
    RequestEncoder(
            RemoteWrite.Version version,
            EscapingScheme escaping,
            Labels external,
            boolean nativeHistograms,
            Map<String, Long> exemplarsBefore,
            int mostPoints) {
        super(mostPoints);
        request = WriteRequest.of(version);
        series = new SeriesWriter(
                escaping, new SeriesLabels(escaping, external), request, nativeHistograms, exemplarsBefore);
    }

    /**
     * Encodes metrics.
     *
     * @param nowMillis the time of those that have none
     */
    void encode(List<MetricFamily> families, long nowMillis) {
        for (MetricFamily family : families) {
            series.begin(family, nowMillis);
            WrittenFamily writing = new WrittenFamily(family);
            if (!family.metrics().isEmpty() && claimNames(writing)) {
                encode(writing);
                written.add(writing);
            }
        }
    }

    /** By the key of each native histogram with exemplars, the time of its newest one. */
    Map<String, Long> newestExemplars() {
        return series.newestExemplars();
    }

    /** What was encoded. */
    List<WrittenFamily> written() {
        return written;
    }

    /**
     * Encodes marks that say that series have ended: those of metrics that were written before, but none that are
     * written now too, by another metric, whose labels or name are the same when they are written.
     *
     * @param ended the metrics, in families
     */
    void encodeEnds(List<WrittenFamily> ended, long nowMillis) {
        Set<String> marked = new HashSet<>();
        for (WrittenFamily family : ended) {
            Set<String> gone = keys(family, nowMillis);
            for (WrittenFamily living : ownersOf(series.names())) {
                eachSeries(living, nowMillis, shape -> gone.remove(series.key()));
            }
            eachSeries(family, nowMillis, shape -> {
                String key = series.key();
                if (gone.contains(key) && marked.add(key)) {
                    series.putEnd(shape);
                    endIfLarge();
                }
            });
        }
    }

    /** The families of this push that have series of these names. */
    private Set<WrittenFamily> ownersOf(List<String> names) {
        Set<WrittenFamily> found = new LinkedHashSet<>();
        for (String name : names) {
            WrittenFamily owner = owners.get(name);
            if (owner != null) {
                found.add(owner);
            }
        }
        return found;
    }

    private Set<String> keys(WrittenFamily family, long nowMillis) {
        Set<String> keys = new HashSet<>();
        eachSeries(family, nowMillis, shape -> keys.add(series.key()));
        return keys;
    }

    /** Goes through all series that were written of a family. */
    private void eachSeries(WrittenFamily family, long nowMillis, Consumer<Shape> action) {
        series.begin(family.family, nowMillis);
        for (int i = 0; i < family.size(); i++) {
            Labels labels = EndedSeries.labels(family.metric(i));
            Shape shape = family.shape(i);
            if (labels != null) {
                series.eachSeries(labels, shape, () -> action.accept(shape));
            }
        }
    }

    /** Returns false, and notes an error, if another family has series of the same name once names are escaped. */
    private boolean claimNames(WrittenFamily writing) {
        for (String name : series.names()) {
            WrittenFamily other = owners.putIfAbsent(name, writing);
            if (other != null) {
                report(new GatherError(writing.family.quoted() + ": after escaping, \"" + name + "\" is also a name of "
                        + other.family.quoted()));
                return false;
            }
        }
        return true;
    }

    private void encode(WrittenFamily writing) {
        present = writing;
        encode(writing.family);
        if (series.mayRepeat()) {
            checkRepeated(writing.family);
        }
    }

    @Override
    protected void write(Metric metric, Labels labels) {
        present.add(series.write(metric, labels));
    }

    /** Notes an error for the first metric whose series are those of another one. */
    private void checkRepeated(MetricFamily family) {
        Set<String> keys = new HashSet<>();
        for (Metric metric : family.metrics()) {
            Labels labels = Labels.EMPTY;
            try {
                labels = metric.labels();
                if (!keys.add(metric.timestampMillis() + " " + series.keyOf(labels))) {
                    report(new GatherError(family.quoted() + " " + labels
                            + ": another metric has the same labels once they are written"));
                    return;
                }
            } catch (Throwable e) { // a metric is foreign code
                report(GatherError.of(family.quoted() + " " + labels, e));
                return;
            }
        }
    }

    @Override
    protected int points() {
        return request.points();
    }

    @Override
    protected int size() {
        return request.size();
    }

    @Override
    protected EncodedRequest endRequest() {
        return request.end(snappy);
    }
}
