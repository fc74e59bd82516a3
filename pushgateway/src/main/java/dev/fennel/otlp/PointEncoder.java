package dev.fennel.otlp;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.pushgateway.internal.Gzip;
import dev.fennel.pushgateway.internal.RequestChunks;
import java.util.List;

/**
 * Encodes the metrics of one push.
 *
 * <p>What is kept of a request is its body as it is sent, so a push of any size needs the memory of its bodies and of
 * one more request: 100,000 counters of three labels are 8.4 MB in protobuf and 26 MB in JSON, and 0.4 MB and 0.7 MB if
 * they are compressed.
 *
 * <p>Used by one thread.
 */
final class PointEncoder extends RequestChunks<PointEncoder.Encoded> {
    private final MessageWriter out;
    private final ExportRequest request;
    private final PointWriter points;
    private final boolean gzip;

    /** The body of a request, and how many data points are in it. */
    static final class Encoded {
        final byte[] body;
        final int points;

        Encoded(byte[] body, int points) {
            this.body = body;
            this.points = points;
        }
    }

    /**
     * Begins without requests.
     *
     * @param resource the attributes of the resource
     * @param mostPoints a request ends with the metric that brings it to this number of data points
     */
    PointEncoder(MessageWriter out, boolean gzip, Labels resource, boolean nativeHistograms, int mostPoints) {
        super(mostPoints);
        this.out = out;
        this.gzip = gzip;
        request = new ExportRequest(out, resource);
        points = new PointWriter(out, request, nativeHistograms);
    }

    /**
     * Encodes metrics.
     *
     * @param nowMillis the time of those that have none
     */
    void encode(List<MetricFamily> families, long nowMillis) {
        for (MetricFamily family : families) {
            points.begin(family, nowMillis);
            encode(family);
        }
    }

    @Override
    protected void write(Metric metric, Labels labels) {
        boolean whole = false;
        try {
            points.write(metric, labels);
            whole = true;
        } finally {
            if (!whole) {
                request.discard();
            }
        }
    }

    @Override
    protected int points() {
        return request.points();
    }

    @Override
    protected int size() {
        return out.body.size();
    }

    @Override
    protected Encoded endRequest() {
        int number = request.points();
        request.end();
        byte[] body = gzip ? Gzip.of(out.body::writeTo) : out.body.toByteArray();
        out.body.end(0);
        return new Encoded(body, number);
    }
}
