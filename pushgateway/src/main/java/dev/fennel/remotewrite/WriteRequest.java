package dev.fennel.remotewrite;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.ProtobufWriter;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.NativeBuckets;
import java.time.Instant;

/**
 * Writes the protobuf messages of requests, one after the other, series by series. What both versions of the protocol
 * have in common is here: samples, native histograms, and values and times of exemplars.
 *
 * <p>Nothing is ever taken back: a metric that fails ends the push before anything is sent. Used by one thread.
 */
abstract class WriteRequest {
    /** The bits of the NaN that says that a series has ended. */
    static final long STALE = 0x7FF0_0000_0000_0002L;

    private static final int SERIES_SAMPLE = 2;
    private static final int SAMPLE_VALUE = 1;
    private static final int SAMPLE_TIMESTAMP = 2;
    private static final int SAMPLE_START = 3;
    private static final int EXEMPLAR_VALUE = 2;
    private static final int EXEMPLAR_TIMESTAMP = 3;

    /** Every time between these is a number of milliseconds. */
    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);

    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** The series of the present request. */
    final ByteBuf body = new ByteBuf(1 << 16);

    final ProtobufWriter out = new ProtobufWriter(body);
    private final NativeHistogramWriter natives = new NativeHistogramWriter(out);
    private final int seriesField;
    private final int histogramField;
    private final int exemplarField;
    private int seriesStart;
    private int samples;
    private int histograms;
    private int exemplars;

    /** Takes the numbers of the fields that are not the same in both versions. */
    WriteRequest(int seriesField, int histogramField, int exemplarField) {
        this.seriesField = seriesField;
        this.histogramField = histogramField;
        this.exemplarField = exemplarField;
    }

    /** The writer for a version. */
    static WriteRequest of(RemoteWrite.Version version) {
        return version == RemoteWrite.Version.V1_0 ? new WriteRequest1() : new WriteRequest2();
    }

    /** Begins the labels of the series or the exemplar that is being written. Pass the result to {@link #endLabels}. */
    abstract int beginLabels();

    abstract void putLabel(String name, String value);

    abstract void endLabels(int start);

    /** Writes what there is to say of the family of the series that is being written. */
    abstract void putMetadata(MetricFamily family, String name);

    /** Writes when counting began, for the series that is being written. */
    abstract void putCreated(long millis);

    /** Puts the series together with what the request has beside them. */
    abstract ByteBuf whole();

    /** Forgets all that is kept for the strings of the request. */
    abstract void clear();

    /** Whether samples and native histograms have the time when counting began. */
    abstract boolean hasStart();

    final void beginSeries(SeriesLabels labels, MetricFamily family, String familyName, long createdMillis) {
        seriesStart = out.begin(seriesField);
        int labelsStart = beginLabels();
        for (int i = 0; i < labels.size(); i++) {
            putLabel(labels.name(i), labels.value(i));
        }
        endLabels(labelsStart);
        putMetadata(family, familyName);
        if (createdMillis > 0) {
            putCreated(createdMillis);
        }
    }

    final void endSeries() {
        out.end(seriesStart);
    }

    final void putSample(double value, long timestampMillis, long createdMillis) {
        int start = out.begin(SERIES_SAMPLE);
        out.putDouble(SAMPLE_VALUE, value);
        out.putVarint(SAMPLE_TIMESTAMP, timestampMillis);
        if (createdMillis > 0 && hasStart()) {
            out.putVarint(SAMPLE_START, createdMillis);
        }
        out.end(start);
        samples++;
    }

    /** Writes a sample that says that its series has ended. */
    final void putStale(long timestampMillis) {
        int start = out.begin(SERIES_SAMPLE);
        out.putBits(SAMPLE_VALUE, STALE);
        out.putVarint(SAMPLE_TIMESTAMP, timestampMillis);
        out.end(start);
        samples++;
    }

    /** Writes a native histogram. */
    final void putHistogram(HistogramValue value, NativeBuckets buckets, long timestampMillis, long createdMillis) {
        int start = out.begin(histogramField);
        natives.put(value, buckets);
        natives.putTimes(timestampMillis, hasStart() ? createdMillis : Metric.NO_TIMESTAMP);
        out.end(start);
        histograms++;
    }

    /** Writes a native histogram that says that its series has ended. */
    final void putStaleHistogram(long timestampMillis) {
        int start = out.begin(histogramField);
        natives.putStale();
        natives.putTimes(timestampMillis, Metric.NO_TIMESTAMP);
        out.end(start);
        histograms++;
    }

    final void putExemplar(Exemplar exemplar, long sampleMillis) {
        int start = out.begin(exemplarField);
        Labels labels = exemplar.labels();
        int labelsStart = beginLabels();
        for (int i = 0; i < labels.size(); i++) {
            putLabel(labels.name(i), labels.value(i));
        }
        endLabels(labelsStart);
        out.putDouble(EXEMPLAR_VALUE, exemplar.value());
        out.putVarint(EXEMPLAR_TIMESTAMP, millis(exemplar, sampleMillis));
        out.end(start);
        exemplars++;
    }

    /** The time that an exemplar is written with: the nearest to its own that is possible, or that of the sample. */
    static long millis(Exemplar exemplar, long sampleMillis) {
        Instant time = exemplar.timestamp();
        if (time == null) {
            return sampleMillis;
        }
        if (time.isAfter(LAST)) {
            return Long.MAX_VALUE;
        }
        return time.isBefore(FIRST) ? Long.MIN_VALUE : time.toEpochMilli();
    }

    /** The number of samples and native histograms of the present request. */
    final int points() {
        return samples + histograms;
    }

    /** How large what the request has beside the series is, about. */
    abstract int sizeBeside();

    /** How large the present request is, about. */
    final int size() {
        return body.size() + sizeBeside();
    }

    /** Ends the request, and begins another one. */
    final EncodedRequest end(SnappyBlock snappy) {
        EncodedRequest request = new EncodedRequest(snappy.compress(whole()), samples, histograms, exemplars);
        clear();
        body.end(0);
        samples = 0;
        histograms = 0;
        exemplars = 0;
        return request;
    }

    /** The number of the type in the metadata of both versions. */
    static int typeNumber(MetricType type) {
        return switch (type) {
            case UNTYPED -> 0;
            case COUNTER -> 1;
            case GAUGE -> 2;
            case HISTOGRAM -> 3;
            case SUMMARY -> 5;
            case INFO -> 6;
            case STATE_SET -> 7;
        };
    }
}
