package dev.fennel.otlp;

import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.model.Labels;
import dev.fennel.pushgateway.MetricsPush;
import dev.fennel.pushgateway.internal.PushTimes;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Pushes metrics to whatever speaks OTLP over HTTP, the protocol of OpenTelemetry: its Collector, Prometheus (started
 * with {@code --web.enable-otlp-receiver}), VictoriaMetrics, Mimir and most vendors.
 *
 * <pre>{@code
 * OtlpPush.to(collector, "db_backup")
 *         .collector(records)
 *         .resourceAttribute("service.instance.id", "db-1")
 *         .push();
 * }</pre>
 *
 * <p>A push sends the metrics as they are now, under the time of the push, with their full names, and with the name of
 * the service as an attribute of the resource that they are measured of. What a receiver makes of names, types and
 * attributes is in the description of this package. Two programs that push the same series disturb each other, so give
 * each a {@code service.instance.id} of its own.
 *
 * <p>All values are read and encoded before the first byte is sent; if one cannot be, nothing is sent. A large push is
 * sent in {@linkplain #pointsPerRequest several requests}, one after the other. If the receiver rejects data points of
 * one, or refuses one as bad (status 400), the other requests are sent all the same; any other failure, once there are
 * no {@link #retries} left, ends the push. In all these cases an {@link OtlpException} says what was accepted.
 *
 * <p>{@link #startJob()} is for a job that pushes once, at its end, and {@link #start} for a program that pushes as
 * long as it runs. Unlike a gateway, a store shows a sample for a few minutes only, so a query for the last success of
 * a job looks back: {@code last_over_time(db_backup_last_success_timestamp_seconds[2d])}.
 *
 * <p>The methods that configure this object return it, and are for one thread, before it is used. Then it can push any
 * number of times, from several threads at once; but samples of pushes that overlap may arrive out of order, and be
 * refused.
 */
public final class OtlpPush extends MetricsPush<OtlpPush> {
    private static final int USUAL_POINTS = 2000;
    private static final String PATH = "/v1/metrics";

    private final URI exportUrl;
    private final PushTimes times;
    private final Map<String, String> resource = new TreeMap<>();
    private boolean json;
    private boolean gzip;
    private boolean nativeHistograms = true;
    private int pointsPerRequest = USUAL_POINTS;

    OtlpPush(String url, String serviceName, InstantSource clock) {
        super(url, "OTLP URL", "http://localhost:4318", true);
        exportUrl = exportUrl(URI.create(url()));
        times = new PushTimes(clock);
        resourceAttribute("service.name", serviceName);
    }

    private static URI exportUrl(URI given) {
        if (!given.getRawPath().isEmpty() && !given.getRawPath().equals("/")) {
            return given;
        }
        String query = given.getRawQuery() == null ? "" : "?" + given.getRawQuery();
        return given.resolve(PATH + query);
    }

    /**
     * A push that has nothing to push yet.
     *
     * @param url where the receiver is, such as {@code http://localhost:4318}, to which {@code /v1/metrics} is added;
     *     or, with a path, where it takes metrics: {@code http://localhost:9090/api/v1/otlp/v1/metrics} for Prometheus,
     *     {@code http://localhost:8428/opentelemetry/v1/metrics} for VictoriaMetrics. It may have a query, which no
     *     message shows. {@code http://} may be left out, and one slash at the end is ignored
     * @param serviceName the resource attribute {@code service.name}, which Prometheus makes the label {@code job}
     * @return a new push
     * @throws IllegalArgumentException if the URL is not one of a server, or the name is not valid Unicode
     */
    public static OtlpPush to(String url, String serviceName) {
        return new OtlpPush(url, serviceName, InstantSource.system());
    }

    /**
     * Sets an attribute of the resource that the metrics are measured of, such as {@code service.instance.id}, which
     * Prometheus makes the label {@code instance}, or {@code service.namespace}.
     *
     * @param name a name, not with {@code __} in front
     * @param value its value; with an empty one, there is no such attribute
     * @return this push
     * @throws IllegalArgumentException if the name or the value is invalid
     */
    public OtlpPush resourceAttribute(String name, String value) {
        Labels checked = Labels.of(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        resource.put(checked.name(0), checked.value(0));
        resource.values().removeIf(String::isEmpty);
        return this;
    }

    /**
     * Sends JSON in place of protobuf: several times as long, and for people to read. VictoriaMetrics does not take it.
     *
     * @return this push
     */
    public OtlpPush json() {
        json = true;
        return this;
    }

    /**
     * Compresses requests, to about a tenth, for large pushes and slow networks.
     *
     * @return this push
     */
    public OtlpPush gzip() {
        gzip = true;
        return this;
    }

    /**
     * Chooses whether a histogram that has native buckets is sent as an exponential histogram, and only as that, or as
     * one with the classic buckets that it has, without the exemplars of the native ones. If not set, it is sent as an
     * exponential one.
     *
     * @param send whether native histograms are sent as such
     * @return this push
     */
    public OtlpPush nativeHistograms(boolean send) {
        nativeHistograms = send;
        return this;
    }

    /**
     * Chooses how large requests get: a request ends with the metric that brings it to this number of data points, or
     * to one megabyte before compression. It is 2,000 if not set.
     *
     * @param points a number above zero
     * @return this push
     * @throws IllegalArgumentException if it is less than 1
     */
    public OtlpPush pointsPerRequest(int points) {
        if (points < 1) {
            throw new IllegalArgumentException("expected at least 1 data point per request, got " + points);
        }
        pointsPerRequest = points;
        return this;
    }

    /**
     * Sends all metrics as they are now.
     *
     * @return what was sent and accepted, which is all
     * @throws IncompleteMetricsException if not all metrics could be gathered and encoded; nothing was sent then
     * @throws OtlpException if not all was accepted, for whatever reason: the receiver refused it, could not be reached
     *     or did not answer in time, or this thread was interrupted. The reason is its {@linkplain Throwable#getCause()
     *     cause}, which {@code Pusher} would throw by itself
     */
    public OtlpResult push() throws IOException {
        return export(everything(), transport());
    }

    @Override
    protected void send(Gatherer metrics, Transport transport) throws IOException {
        export(metrics, transport);
    }

    /** Only these statuses may pass, says the protocol; a server error of another kind comes again. */
    @Override
    protected boolean mayPass(int status) {
        return switch (status) {
            case 429, 502, 503, 504 -> true;
            default -> false;
        };
    }

    private OtlpResult export(Gatherer metrics, Transport transport) throws IOException {
        Delivery delivery = new Delivery(exportUrl, json, gzip, encode(metrics));
        delivery.send(transport::send);
        return delivery.result();
    }

    private List<PointEncoder.Encoded> encode(Gatherer metrics) throws IncompleteMetricsException {
        GatherResult gathered = metrics.gather();
        try {
            if (!gathered.errors().isEmpty()) {
                throw new IncompleteMetricsException("metrics not pushed", gathered.errors());
            }
            PointEncoder encoder = new PointEncoder(
                    json ? new JsonMessages() : new ProtobufMessages(),
                    gzip,
                    Labels.of(resource),
                    nativeHistograms,
                    pointsPerRequest);
            encoder.encode(gathered.families(), times.nextMillis());
            if (!encoder.errors().isEmpty()) {
                throw new IncompleteMetricsException("metrics not pushed", encoder.errors());
            }
            return encoder.end();
        } finally {
            gathered.done();
        }
    }
}
