package dev.fennel.remotewrite;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes the metrics of one push in requests of bounded size, before the first is sent: all values are of one moment,
 * and of a push that cannot be encoded nothing is sent.
 *
 * <p>What is kept of a request is its compressed body, about a tenth of its size. So a push of any size needs the
 * memory of one request and of all compressed ones: 100,000 counters of three labels are 1.1 MB in version 1.0, and 1.5
 * MB in 2.0, which has more to say of each. To translate the body of a scrape in protobuf instead, as a server does,
 * would need no code for types here, but would hold that body, and the encoded labels of all series, besides.
 *
 * <p>Used by one thread.
 */
final class RequestEncoder {
    /** How large a request may get before it is compressed: receivers limit requests to a few megabytes or more. */
    private static final int MOST_BYTES = 1 << 20;

    private final WriteRequest request;
    private final SeriesWriter series;
    private final SnappyBlock snappy = new SnappyBlock();
    private final int mostPoints;
    private final List<EncodedRequest> requests = new ArrayList<>();
    private final List<GatherError> errors = new ArrayList<>();

    /** By the name of a series as it is written, the family that has it. */
    private final Map<String, MetricFamily> owners = new HashMap<>();

    /**
     * Begins without requests.
     *
     * @param mostPoints a request ends with the metric that brings it to this number of samples and native histograms
     */
    RequestEncoder(
            RemoteWrite.Version version,
            EscapingScheme escaping,
            Labels external,
            boolean nativeHistograms,
            int mostPoints) {
        request = WriteRequest.of(version);
        series = new SeriesWriter(escaping, new SeriesLabels(escaping, external), request, nativeHistograms);
        this.mostPoints = mostPoints;
    }

    /**
     * Encodes metrics.
     *
     * @param nowMillis the time of those that have none
     */
    void encode(List<MetricFamily> families, long nowMillis) {
        for (MetricFamily family : families) {
            series.begin(family, nowMillis, false);
            if (!family.metrics().isEmpty() && claimNames(family)) {
                encode(family);
            }
        }
    }

    /** Encodes marks that say that the series of these metrics have ended. */
    void encodeStale(List<MetricFamily> families, long nowMillis) {
        for (MetricFamily family : families) {
            series.begin(family, nowMillis, true);
            encode(family);
        }
    }

    /** Returns false, and notes an error, if another family has series of the same name once names are escaped. */
    private boolean claimNames(MetricFamily family) {
        for (String name : series.names()) {
            MetricFamily other = owners.putIfAbsent(name, family);
            if (other != null) {
                errors.add(new GatherError(
                        family.quoted() + ": after escaping, \"" + name + "\" is also a name of " + other.quoted()));
                return false;
            }
        }
        return true;
    }

    /** Encodes a family up to the first metric that fails; its siblings are much like it. */
    private void encode(MetricFamily family) {
        for (Metric metric : family.metrics()) {
            Labels labels = Labels.EMPTY;
            try {
                labels = metric.labels();
                series.write(metric, labels);
            } catch (Throwable e) { // a metric is foreign code
                errors.add(GatherError.of(family.quoted() + " " + labels, e));
                return;
            }
            if (request.points() >= mostPoints || request.size() >= MOST_BYTES) {
                requests.add(request.end(snappy));
            }
        }
    }

    /** What could not be encoded; nothing is to be sent then. */
    List<GatherError> errors() {
        return errors;
    }

    /** Ends the last request, and returns all. */
    List<EncodedRequest> end() {
        if (request.points() > 0) {
            requests.add(request.end(snappy));
        }
        return requests;
    }
}
