package dev.fennel.remotewrite;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.pushgateway.internal.RequestChunks;
import dev.fennel.registry.GatherError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        super(mostPoints);
        request = WriteRequest.of(version);
        series = new SeriesWriter(escaping, new SeriesLabels(escaping, external), request, nativeHistograms);
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
                report(new GatherError(
                        family.quoted() + ": after escaping, \"" + name + "\" is also a name of " + other.quoted()));
                return false;
            }
        }
        return true;
    }

    @Override
    protected void write(Metric metric, Labels labels) {
        series.write(metric, labels);
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
