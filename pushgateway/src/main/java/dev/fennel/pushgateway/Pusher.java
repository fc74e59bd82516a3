package dev.fennel.pushgateway;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.model.Labels;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Objects;

/**
 * Pushes metrics to a Pushgateway, for jobs that end before a Prometheus server can scrape them.
 *
 * <pre>{@code
 * Pusher.to("http://localhost:9091", "db_backup").collector(duration).grouping("db", "customers").push();
 * }</pre>
 *
 * <p>The gateway keeps metrics in groups. The job and the grouping labels are the key of the group, and become labels
 * of every metric in it; so no pushed metric may have a label with one of these names. {@link #push} replaces the
 * group, {@link #add} replaces only the metrics in it that have the same names, and {@link #delete} removes the group.
 * The gateway never forgets a group by itself.
 *
 * <p>A push is whole or not at all: metrics are gathered, checked and encoded before the first byte is sent. A push
 * blocks until the gateway has answered, and for the {@link #timeout} at most, or as long as {@link #retries} allow; an
 * interrupt ends it with an {@link java.io.InterruptedIOException} and leaves the thread's interrupt flag set. A
 * redirect is not followed, and fails the push.
 *
 * <p>{@link #startJob()} is for a job that pushes once, at its end, and {@link #start} for a program that pushes as
 * long as it runs.
 *
 * <p>The methods that configure a pusher return that same pusher, and are for one thread, before it is used. Then it
 * can push any number of times, from several threads at once.
 */
public final class Pusher extends MetricsPush<Pusher> {
    private Labels labels = Labels.EMPTY;
    private GroupingKey group;
    private Format format = Format.PROTOBUF;
    private boolean gzip;

    private Pusher(String url, String job) {
        super(url, "gateway URL", "http://localhost:9091", false);
        group = GroupingKey.ofJob(Objects.requireNonNull(job, "job"));
    }

    /**
     * A pusher that has nothing to push yet.
     *
     * @param url where the gateway is, such as {@code http://localhost:9091}, up to and without {@code /metrics/job};
     *     {@code http://} may be left out, and one slash at the end is ignored
     * @param job the value of the label {@code job}, not empty
     * @return a new pusher
     * @throws IllegalArgumentException if the URL is not one of a server, or the job is empty or not valid Unicode
     */
    public static Pusher to(String url, String job) {
        return new Pusher(url, job);
    }

    /**
     * Adds labels to all metrics that are pushed, as {@link Gatherers#withLabels} does; a metric's own label of the
     * same name wins. The labels replace those of an earlier call. Labels that tell groups apart go into the
     * {@linkplain #grouping key} instead, which the gateway adds itself.
     *
     * @param labels the labels, none of them in the key
     * @return this pusher
     * @throws IllegalArgumentException if one of the labels is called {@code le} or {@code quantile}
     */
    public Pusher labels(Labels labels) {
        Gatherers.withLabels(NOTHING, labels); // throws at once if it would later
        this.labels = labels;
        return this;
    }

    /**
     * Adds a label to the key of the group, or replaces its value if the key has the label already.
     *
     * @param name a label name of ASCII letters, digits and {@code _} (which every gateway understands), not
     *     {@code job}, and not with a digit or {@code __} in front; any Unicode after a call of {@link #format} with
     *     {@link dev.fennel.exposition.EscapingScheme#ALLOW_UTF_8}
     * @param value any valid Unicode, perhaps empty
     * @return this pusher
     * @throws IllegalArgumentException if the name or the value is invalid
     */
    public Pusher grouping(String name, String value) {
        Objects.requireNonNull(name, "name");
        group = group.with(name, Objects.requireNonNull(value, "value"), format.escaping());
        return this;
    }

    /**
     * Chooses the format that metrics are pushed in. Its escaping scheme decides how names are written that not every
     * gateway understands. If not set, it is {@link Format#PROTOBUF}, which has native histograms.
     *
     * <p>UTF-8 names ({@link dev.fennel.exposition.EscapingScheme#ALLOW_UTF_8}) are for gateways from version 1.11 on
     * that were started with {@code --push.enable-utf8-names}. Others refuse such names in text; in protobuf, old ones
     * take them and then show a page that no server can read.
     *
     * @param format the text or the protobuf format
     * @return this pusher
     * @throws IllegalArgumentException if it is another format, which no gateway reads, or if it cannot express the
     *     name of a grouping label
     */
    public Pusher format(Format format) {
        String type = Objects.requireNonNull(format, "format").contentType();
        if (!type.startsWith("text/plain;") && !type.startsWith("application/vnd.google.protobuf;")) {
            throw new IllegalArgumentException(
                    "format \"" + type + "\": expected the text or the protobuf format, a gateway reads no other");
        }
        group.check(format.escaping());
        this.format = format;
        return this;
    }

    /**
     * Compresses what is pushed, for large pushes over slow networks. Gateways before version 1.5.0 cannot read
     * compressed pushes.
     *
     * @return this pusher
     */
    public Pusher gzip() {
        gzip = true;
        return this;
    }

    /**
     * Replaces all metrics of the group with the metrics as they are now ({@code PUT}). With no metrics, the group is
     * left with none.
     *
     * @throws IncompleteMetricsException if not all metrics could be gathered and encoded, or one has the label
     *     {@code job} or a grouping label of its own, or a timestamp; nothing was sent then
     * @throws PushException if the gateway answered with another status than 200 or 202
     * @throws IOException if the gateway could not be reached or did not answer in time
     */
    public void push() throws IOException {
        push(NOTHING, PushClock.real());
    }

    /**
     * Replaces those metrics of the group that have the same names as the pushed ones, and keeps the others
     * ({@code POST}).
     *
     * @throws IncompleteMetricsException if not all metrics could be gathered and encoded, or one has the label
     *     {@code job} or a grouping label of its own, or a timestamp; nothing was sent then
     * @throws PushException if the gateway answered with another status than 200 or 202
     * @throws IOException if the gateway could not be reached or did not answer in time
     */
    public void add() throws IOException {
        report().add(NOTHING);
    }

    /**
     * Removes the group with all its metrics, whether pushed by this pusher or not ({@code DELETE}). Nothing is
     * gathered. It is no error if there is no such group. The gateway may answer a moment before the group is gone, but
     * applies deletes and pushes in the order in which they arrive.
     *
     * @throws PushException if the gateway answered with another status than 200 or 202
     * @throws IOException if the gateway could not be reached or did not answer in time
     */
    public void delete() throws IOException {
        transport(PushClock.real()).send(request("DELETE", BodyPublishers.noBody()));
    }

    @Override
    protected void send(Gatherer metrics, Transport transport) throws IOException {
        send("PUT", metrics, transport);
    }

    @Override
    Answers answers() {
        return Answers.GATEWAY;
    }

    /** A report in the group of this pusher. */
    @Override
    JobReport report() {
        return new JobReport() {
            @Override
            public void replace(Gatherer gauges) throws IOException {
                push(gauges, PushClock.real());
            }

            @Override
            public void add(Gatherer gauges) throws IOException {
                addAlone(everything(gauges));
            }

            @Override
            public void addAlone(Gatherer gauges) throws IOException {
                send("POST", gauges, transport(PushClock.real()));
            }
        };
    }

    private void send(String method, Gatherer metrics, Transport transport) throws IOException {
        byte[] body = PushBody.of(Gatherers.withLabels(metrics, labels), group, format, gzip);
        HttpRequest.Builder request =
                request(method, BodyPublishers.ofByteArray(body)).setHeader("Content-Type", format.contentType());
        if (gzip) {
            request.setHeader("Content-Encoding", "gzip");
        }
        transport.send(request);
    }

    private HttpRequest.Builder request(String method, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(url() + group.path())).method(method, body);
    }
}
