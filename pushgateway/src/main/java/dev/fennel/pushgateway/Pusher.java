package dev.fennel.pushgateway;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.model.Collector;
import dev.fennel.model.Labels;
import dev.fennel.pushgateway.internal.Nullable;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
public final class Pusher {
    static final Gatherer NOTHING = () -> new GatherResult(List.of(), List.of());

    private final String gatewayUrl;
    private final RequestHeaders headers = new RequestHeaders();
    private final Registry collectors = Registry.create();
    private final List<Gatherer> gatherers = new ArrayList<>();
    private Labels labels = Labels.EMPTY;
    private GroupingKey group;

    /** Null for the {@link SharedClient}. */
    private @Nullable HttpClient client;

    private Duration timeout = Duration.ofSeconds(10);
    private Retries retries = Retries.NONE;
    private Format format = Format.PROTOBUF;
    private boolean gzip;

    private Pusher(String gatewayUrl, GroupingKey group) {
        this.gatewayUrl = gatewayUrl;
        this.group = group;
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
        return new Pusher(
                GatewayUrl.normalize(Objects.requireNonNull(url, "url")),
                GroupingKey.ofJob(Objects.requireNonNull(job, "job")));
    }

    /**
     * Adds a collector, such as a counter, whose metrics are to be pushed.
     *
     * @param collector what to push; must fit the other collectors of this pusher, as in a registry
     * @return this pusher
     * @throws IllegalArgumentException if the collector does not fit those already added
     */
    public Pusher collector(Collector collector) {
        collectors.register(Objects.requireNonNull(collector, "collector"));
        return this;
    }

    /**
     * Adds a gatherer, such as a registry, whose metrics are to be pushed.
     *
     * @param gatherer what to push
     * @return this pusher
     */
    public Pusher gatherer(Gatherer gatherer) {
        gatherers.add(Objects.requireNonNull(gatherer, "gatherer"));
        return this;
    }

    /**
     * Adds labels to all metrics that are pushed, as {@link Gatherers#withLabels} does; a metric's own label of the
     * same name wins. The labels replace those of an earlier call. Labels that tell groups apart go into the
     * {@linkplain #grouping key} instead, which the gateway adds itself.
     *
     * @param newLabels the labels, none of them in the key
     * @return this pusher
     * @throws IllegalArgumentException if one of the labels is called {@code le} or {@code quantile}
     */
    public Pusher labels(Labels newLabels) {
        Gatherers.withLabels(collectors, newLabels); // throws at once if it would later
        labels = newLabels;
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
     * Uses another HTTP client than the one that all pushers share: for TLS, or a proxy.
     *
     * @param client the client, which stays the caller's to close; one that {@linkplain HttpClient#followRedirects
     *     follows no redirects}, because on its way to another host it would take the headers along, passwords
     *     included, and can turn a push into a {@code GET}
     * @return this pusher
     * @throws IllegalArgumentException if the client follows redirects
     */
    public Pusher client(HttpClient client) {
        HttpClient.Redirect policy = Objects.requireNonNull(client, "client").followRedirects();
        if (policy != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("client: expected one that follows no redirects, got one with Redirect."
                    + policy + ", which can send pushes and passwords to other hosts");
        }
        this.client = client;
        return this;
    }

    /**
     * Sets a header of every request, in place of an earlier one of the same name.
     *
     * @param name a header's name, other than {@code Content-Type} and {@code Content-Encoding}, which say how the
     *     metrics are written
     * @param value its value
     * @return this pusher
     * @throws IllegalArgumentException if the name or value is invalid, or the name is one that the HTTP client sets
     */
    public Pusher header(String name, String value) {
        headers.set(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Authenticates every request with a name and a password, in place of an earlier way.
     *
     * @param user the name, without {@code :}
     * @param password the password
     * @return this pusher
     * @throws IllegalArgumentException if the name contains a colon
     */
    public Pusher basicAuth(String user, String password) {
        headers.basicAuth(Objects.requireNonNull(user, "user"), Objects.requireNonNull(password, "password"));
        return this;
    }

    /**
     * Authenticates every request with a bearer token, in place of an earlier way.
     *
     * @param token the token, without {@code Bearer} in front
     * @return this pusher
     * @throws IllegalArgumentException if it has characters that no token has, such as a line end
     */
    public Pusher bearerToken(String token) {
        headers.bearerToken(Objects.requireNonNull(token, "token"));
        return this;
    }

    /**
     * Authenticates every request with a bearer token of its own, in place of an earlier way: for tokens that expire.
     *
     * @param token called by the thread that pushes, once for a push and its retries; the push throws what it throws,
     *     and an {@link IllegalArgumentException} if it returns null or a string that is not a token
     * @return this pusher
     */
    public Pusher bearerToken(Supplier<String> token) {
        headers.bearerToken(Objects.requireNonNull(token, "token"));
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
     * Limits how long a request may take, from connecting until the answer is read; 10 seconds if not set.
     *
     * @param timeout a time above zero
     * @return this pusher
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Pusher timeout(Duration timeout) {
        this.timeout = Retries.checkPositive("timeout", timeout);
        return this;
    }

    /**
     * Sends a request again when the gateway is out of reach, does not answer in time, or answers with a status of 500
     * or more; if not set, there is one attempt. What is sent again is what was gathered before the first attempt.
     *
     * @param retries how often and at which intervals
     * @return this pusher
     */
    public Pusher retries(Retries retries) {
        this.retries = Objects.requireNonNull(retries, "retries");
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
        send(request("DELETE", BodyPublishers.noBody()), PushClock.real());
    }

    /**
     * Starts a batch job whose end is pushed, in gauges that begin with {@code job}.
     *
     * @return the running job, to be closed at its end
     */
    public BatchJob startJob() {
        return startJob("job");
    }

    /**
     * Starts a batch job whose end is pushed, in gauges of its own beside the metrics of this pusher.
     *
     * @param namespace what the names of the gauges begin with, such as {@code db_backup}
     * @return the running job, to be closed at its end
     * @throws IllegalArgumentException if the namespace is empty or cannot be part of a name
     */
    public BatchJob startJob(String namespace) {
        return BatchJob.start(report(), Objects.requireNonNull(namespace, "namespace"));
    }

    /**
     * Pushes at once and then again and again, until the result is closed, which pushes for the last time. Failures are
     * logged.
     *
     * @param interval the time from the start of a push to the start of the next
     * @return the running pushes
     * @throws IllegalArgumentException if the interval is not above zero
     */
    public PeriodicPush start(Duration interval) {
        return start(interval, failure -> {});
    }

    /**
     * Pushes like {@link #start(Duration)}, and also passes failures to a hook.
     *
     * @param interval the time from the start of a push to the start of the next
     * @param onFailure called by the thread that pushes, with what {@link #push} threw; it delays the next push
     * @return the running pushes
     * @throws IllegalArgumentException if the interval is not above zero
     */
    public PeriodicPush start(Duration interval, Consumer<? super Throwable> onFailure) {
        Retries.checkPositive("interval", interval);
        return PeriodicPush.start(this, interval, Objects.requireNonNull(onFailure, "onFailure"), PushClock.real());
    }

    Duration timeout() {
        return timeout;
    }

    /** Replaces the group with the metrics of this pusher and some more. */
    void push(Gatherer more, PushClock clock) throws IOException {
        send("PUT", everything(more), clock);
    }

    /** A report in the group of this pusher. */
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
                send("POST", gauges, PushClock.real());
            }
        };
    }

    private void send(String method, Gatherer metrics, PushClock clock) throws IOException {
        byte[] body = PushBody.of(metrics, group, format, gzip);
        HttpRequest.Builder request =
                request(method, BodyPublishers.ofByteArray(body)).setHeader("Content-Type", format.contentType());
        if (gzip) {
            request.setHeader("Content-Encoding", "gzip");
        }
        send(request, clock);
    }

    /** The user's gatherers come first: gatherers are numbered in errors in the order in which they were added. */
    private Gatherer everything(Gatherer more) {
        List<Gatherer> all = new ArrayList<>(gatherers);
        all.add(collectors);
        all.add(more);
        return Gatherers.withLabels(Gatherers.merge(all), labels);
    }

    private HttpRequest.Builder request(String method, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gatewayUrl + group.path()));
        headers.copyTo(request);
        return request.method(method, body);
    }

    private void send(HttpRequest.Builder request, PushClock clock) throws IOException {
        HttpClient used = client == null ? SharedClient.get() : client;
        retries.send(used, timeout, request.build(), clock);
    }
}
