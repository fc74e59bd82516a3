package dev.fennel.remotewrite;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.pushgateway.MetricsPush;
import dev.fennel.pushgateway.internal.Nullable;
import dev.fennel.pushgateway.internal.PushTimes;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Pushes metrics straight into a store that speaks Prometheus' remote write protocol: Prometheus itself, started with
 * {@code --web.enable-remote-write-receiver}, VictoriaMetrics, Mimir, Thanos and many more.
 *
 * <pre>{@code
 * RemoteWrite.to(store, "db_backup")
 *         .collector(records)
 *         .externalLabel("db", "customers")
 *         .push();
 * }</pre>
 *
 * <p>A push stores the metrics as they are now, under the time of the push, as a scrape would: see the table in the
 * description of this package. Every metric gets the job and the other external labels, unless it has a label of that
 * name itself. Two programs that push the same series disturb each other, so give each an {@code instance} of its own.
 *
 * <p>All values are read and encoded before the first byte is sent; if one cannot be, nothing is sent. A large push is
 * sent in {@linkplain #samplesPerRequest several requests}, one after the other. If the receiver refuses samples of one
 * (status 400: they are too old or out of order, say), it may write the rest of them, and the other requests are sent
 * all the same; any other failure, once there are no {@link #retries} left, ends the push. In both cases a
 * {@link RemoteWriteException} says what was written.
 *
 * <p>{@link #startJob()} is for a job that pushes once, at its end, and {@link #start} for a program that pushes as
 * long as it runs. Unlike a gateway, a store shows a sample for a few minutes only, so a query for the last success of
 * a job looks back: {@code last_over_time(db_backup_last_success_timestamp_seconds[2d])}.
 *
 * <p>The methods that configure this object return it, and are for one thread, before it is used. Then it can push any
 * number of times, from several threads at once; but samples of pushes that overlap may arrive out of order, and be
 * refused.
 */
public final class RemoteWrite extends MetricsPush<RemoteWrite> {
    /** A version of the protocol. */
    public enum Version {
        /**
         * The version that every receiver knows. It has no times when counting began, names are
         * {@linkplain EscapingScheme#UNDERSCORES escaped}, and native histograms are written in their classic form;
         * both can be changed.
         */
        V1_0("0.1.0", "application/x-protobuf"),

        /** The version that has everything, and in which receivers say what they have written. */
        V2_0("2.0.0", "application/x-protobuf;proto=io.prometheus.write.v2.Request");

        private final String header;
        private final String contentType;

        Version(String header, String contentType) {
            this.header = header;
            this.contentType = contentType;
        }

        String header() {
            return header;
        }

        String contentType() {
            return contentType;
        }
    }

    private static final int USUAL_SAMPLES = 2000;

    private final URI writeUrl;
    private final PushTimes times;
    private final Map<String, String> externalLabels = new TreeMap<>();

    /** Null to begin with 2.0 and fall back to 1.0. */
    private @Nullable Version version;

    /** Null for what the version has by default. */
    private @Nullable EscapingScheme escaping;

    /** Null for what the version has by default. */
    private @Nullable Boolean nativeHistograms;

    private boolean staleMarkers;
    private int samplesPerRequest = USUAL_SAMPLES;

    /** The version that the receiver has shown to know, or null as long as it has not. */
    private volatile @Nullable Version known;

    /**
     * By the key of each native histogram with exemplars in the last push that was accepted, the time of its newest.
     */
    private volatile Map<String, Long> newestExemplars = Map.of();

    /** What is to be marked when it has ended, if ends are marked. */
    private final StoredSeries stored = new StoredSeries();

    RemoteWrite(String url, String job, InstantSource clock) {
        super(url, "remote write URL", "http://localhost:9090/api/v1/write", true);
        writeUrl = URI.create(url());
        times = new PushTimes(clock);
        externalLabel("job", job);
    }

    /**
     * A push that has nothing to push yet.
     *
     * @param url where the receiver takes remote writes, such as {@code http://localhost:9090/api/v1/write}, perhaps
     *     with a query, which no message shows; {@code http://} may be left out, and one slash at the end is ignored
     * @param job the value of the label {@code job}
     * @return a new push
     * @throws IllegalArgumentException if the URL is not one of a server, or the job is not valid Unicode
     */
    public static RemoteWrite to(String url, String job) {
        return new RemoteWrite(url, job, InstantSource.system());
    }

    /**
     * Sets a label of all metrics that have no label of that name themselves, as {@code external_labels} do in the
     * configuration of a Prometheus server.
     *
     * @param name a label name, not with {@code __} in front
     * @param value its value; with an empty one, there is no such label
     * @return this push
     * @throws IllegalArgumentException if the name or the value is invalid
     */
    public RemoteWrite externalLabel(String name, String value) {
        Labels checked = Labels.of(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        externalLabels.put(checked.name(0), checked.value(0));
        externalLabels.values().removeIf(String::isEmpty);
        return this;
    }

    /**
     * Chooses the version of the protocol. If not set, pushes begin with 2.0. If the receiver does not know it, because
     * it answers with status 415, or with success or 400 without saying what it has written, the push is sent again in
     * 1.0. The first version in which the receiver accepts something is that of all later pushes.
     *
     * @param version the version
     * @return this push
     */
    public RemoteWrite version(Version version) {
        this.version = Objects.requireNonNull(version, "version");
        return this;
    }

    /**
     * Chooses how names are written that not every receiver understands. If not set, they are written as they are in
     * version 2.0, and with underscores in version 1.0.
     *
     * @param escaping the scheme
     * @return this push
     */
    public RemoteWrite escaping(EscapingScheme escaping) {
        this.escaping = Objects.requireNonNull(escaping, "escaping");
        return this;
    }

    /**
     * Chooses whether a histogram that has native buckets is written as a native histogram, and only as that, or as a
     * classic one, with the classic buckets that it has, and without the exemplars of the native ones. As in the
     * configuration of a Prometheus server ({@code send_native_histograms}), native ones are written in version 2.0 and
     * not in version 1.0 if this is not set. A Prometheus server before 3.9 accepts them if it was started with
     * {@code --enable-feature=native-histograms}.
     *
     * @param send whether native histograms are written as such
     * @return this push
     */
    public RemoteWrite nativeHistograms(boolean send) {
        nativeHistograms = send;
        return this;
    }

    /**
     * Marks the ends of series, as a server does for those that it scrapes: at each push, of those that this object has
     * pushed before and that are gone, and at the end of a batch job or of pushes at an interval, of all, unless this
     * object pushes at another interval still. A query for the present then no longer sees them; otherwise it does for
     * five minutes. Do not set this for jobs that are over long before somebody looks.
     *
     * @return this push
     */
    public RemoteWrite staleMarkers() {
        staleMarkers = true;
        return this;
    }

    /**
     * Chooses how large requests get: a request ends with the metric that brings it to this number of samples and
     * native histograms, or to one megabyte before compression. It is 2,000 if not set, as in a Prometheus server.
     *
     * @param samples a number above zero
     * @return this push
     * @throws IllegalArgumentException if it is less than 1
     */
    public RemoteWrite samplesPerRequest(int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("expected at least 1 sample per request, got " + samples);
        }
        samplesPerRequest = samples;
        return this;
    }

    /**
     * Writes all metrics as they are now.
     *
     * @return what was sent and written: all, except that exemplars alone may have been refused
     * @throws IncompleteMetricsException if not all metrics could be gathered and encoded; nothing was sent then
     * @throws RemoteWriteException if not all was written, for whatever reason: the receiver refused it, could not be
     *     reached or did not answer in time, or this thread was interrupted. The reason is its
     *     {@linkplain Throwable#getCause() cause}, which {@code Pusher} would throw by itself
     */
    public RemoteWriteResult push() throws IOException {
        return write(everything(), transport());
    }

    @Override
    protected void send(Gatherer metrics, Transport transport) throws IOException {
        write(metrics, transport);
    }

    @Override
    protected void end(Transport transport) throws IOException {
        if (staleMarkers) {
            deliver(List.of(), transport);
        }
    }

    private RemoteWriteResult write(Gatherer metrics, Transport transport) throws IOException {
        GatherResult gathered = metrics.gather().detached(); // another version may be sent
        if (!gathered.errors().isEmpty()) {
            throw new IncompleteMetricsException("metrics not pushed", gathered.errors());
        }
        return deliver(gathered.families(), transport);
    }

    /** Sends metrics in the version that the receiver knows, as far as it has shown that. */
    private RemoteWriteResult deliver(List<MetricFamily> families, Transport transport) throws IOException {
        Version chosen = version != null ? version : known;
        Push first = new Push(chosen != null ? chosen : Version.V2_0, families);
        if (first.send(transport, chosen == null)) {
            return first.delivery.result(List.of());
        }
        List<IOException> why = first.delivery.failures();
        try {
            // With a time of its own, as the values may be others than those that a receiver stored in spite of its
            // answer.
            Push second = new Push(Version.V1_0, families);
            second.send(transport, false);
            return second.delivery.result(why);
        } catch (IncompleteMetricsException e) {
            why.forEach(e::addSuppressed);
            throw e;
        }
    }

    /** Metrics as they are sent in one version. */
    private final class Push {
        private final Version used;
        private final List<WrittenFamily> before;
        private final List<WrittenFamily> written;
        private final List<WrittenFamily> ended;
        private final Map<String, Long> exemplars;
        private final Delivery delivery;

        Push(Version used, List<MetricFamily> families) throws IOException {
            this.used = used;
            before = stored.get();
            long nowMillis = times.nextMillis();
            RequestEncoder encoder = encoder(used);
            encoder.encode(families, nowMillis);
            if (!encoder.errors().isEmpty()) {
                throw new IncompleteMetricsException("metrics not pushed", encoder.errors());
            }
            written = encoder.written();
            exemplars = encoder.newestExemplars();
            ended = staleMarkers ? EndedSeries.between(before, written) : List.of();
            encoder.encodeEnds(ended, nowMillis);
            delivery = new Delivery(writeUrl, used, encoder.end());
        }

        /** Returns false if another version is to be tried. */
        boolean send(Transport transport, boolean mayFallBack) {
            try {
                return delivery.send(request -> transport.send(request).headers(), mayFallBack);
            } finally {
                if (delivery.isUnderstood()) {
                    known = used;
                }
                if (delivery.isWhole() && delivery.failures().isEmpty()) {
                    newestExemplars = exemplars;
                }
                if (staleMarkers) {
                    remember();
                }
            }
        }

        /** Notes what the receiver has now, and what it may have, because the push ended half-way. */
        private void remember() {
            if (delivery.isWhole()) {
                stored.replace(before, written);
            } else if (delivery.hasWritten()) {
                List<WrittenFamily> both = new ArrayList<>(written);
                both.addAll(ended);
                stored.replace(before, both);
            }
        }
    }

    private RequestEncoder encoder(Version used) throws IOException {
        boolean newest = used == Version.V2_0;
        EscapingScheme scheme = newest ? EscapingScheme.ALLOW_UTF_8 : EscapingScheme.UNDERSCORES;
        try {
            return new RequestEncoder(
                    used,
                    escaping != null ? escaping : scheme,
                    Labels.of(externalLabels),
                    nativeHistograms != null ? nativeHistograms : newest,
                    newestExemplars,
                    samplesPerRequest);
        } catch (IllegalArgumentException e) {
            throw new IncompleteMetricsException(
                    "metrics not pushed", List.of(new GatherError(String.valueOf(e.getMessage()))));
        }
    }
}
