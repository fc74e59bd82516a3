package dev.fennel.pushgateway;

import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.model.Collector;
import dev.fennel.pushgateway.internal.Nullable;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What pushes to all kinds of receivers have in common: what is pushed, through which client and with which headers,
 * how long and how often it is tried, and when: once, at an interval, or at the end of a batch job. {@link Pusher},
 * {@code RemoteWrite} and {@code OtlpPush} are such pushes; each says what its receiver makes of a push.
 *
 * <p>The methods that configure a push return that same object, and are for one thread, before it is used. Then it can
 * push any number of times, from several threads at once.
 *
 * @param <P> the type of the push itself, which is what the methods that configure it return
 */
public abstract class MetricsPush<P extends MetricsPush<P>> {
    static final Gatherer NOTHING = () -> new GatherResult(List.of(), List.of());

    private final String url;
    private final RequestHeaders headers = new RequestHeaders();
    private final Registry collectors = Registry.create();
    private final List<Gatherer> gatherers = new ArrayList<>();

    /** Null for the {@link SharedClient}. */
    private @Nullable HttpClient client;

    /** How many pushes at an interval have begun and not ended. */
    private final AtomicInteger running = new AtomicInteger();

    private Duration timeout = Duration.ofSeconds(10);
    private Retries retries = Retries.NONE;

    /**
     * A push that has nothing to push yet.
     *
     * @param url where the receiver is, as a user writes it
     * @param what what messages call the URL
     * @param example a URL to expect, for messages
     * @param mayHaveQuery whether the URL may have a query: if it is where requests are sent to, with nothing appended
     * @throws IllegalArgumentException if the URL is not one of a server
     */
    protected MetricsPush(String url, String what, String example, boolean mayHaveQuery) {
        this.url = GatewayUrl.normalize(Objects.requireNonNull(url, "url"), what, example, mayHaveQuery);
    }

    /**
     * Where the receiver is.
     *
     * @return a URL without a slash at its end
     */
    protected final String url() {
        return url;
    }

    /** Sends the requests of one push, as the push is configured. Used by the thread that pushes. */
    @FunctionalInterface
    protected interface Transport {
        /**
         * Sends a request with the headers of the push until it is accepted, or there is no point in another attempt.
         *
         * @param request the request, whose headers replace equal ones of the push
         * @return the answer that accepted it
         * @throws PushException if the receiver answered that it does not accept the request
         * @throws IOException if the receiver could not be reached or did not answer in time
         */
        PushAnswer send(HttpRequest.Builder request) throws IOException;
    }

    /**
     * Sends metrics, in as many requests as they need.
     *
     * @param metrics what to send
     * @param transport sends the requests
     * @throws IOException if not all metrics were accepted
     */
    protected abstract void send(Gatherer metrics, Transport transport) throws IOException;

    /**
     * Called after the last push of a batch job, or of pushes at an interval, however it went; but not while this
     * object pushes at another interval. Does nothing unless it is overridden.
     *
     * @param transport sends requests
     * @throws IOException if what there is to say at the end was not accepted
     */
    protected void end(Transport transport) throws IOException {
        // Most receivers need not know.
    }

    /**
     * Whether the receiver may accept a request later that it does not accept now, so that it is sent again if there
     * are {@link #retries}.
     *
     * @param status the status of an answer
     * @return true for 500 and more and, other than for a gateway, for 429, unless it is overridden
     */
    protected boolean mayPass(int status) {
        return answers().mayPass(status);
    }

    /**
     * Everything that is to be pushed.
     *
     * @return a gatherer of all collectors and gatherers that were added
     */
    protected final Gatherer everything() {
        return everything(NOTHING);
    }

    /**
     * Sends requests now, without regard to any other push.
     *
     * @return a new transport
     */
    protected final Transport transport() {
        return transport(PushClock.real());
    }

    @SuppressWarnings("unchecked") // that is what the type parameter says
    private P self() {
        return (P) this;
    }

    /**
     * Adds a collector, such as a counter, whose metrics are to be pushed.
     *
     * @param collector what to push; must fit the other collectors of this object, as in a registry
     * @return this object
     * @throws IllegalArgumentException if the collector does not fit those already added
     */
    public final P collector(Collector collector) {
        collectors.register(Objects.requireNonNull(collector, "collector"));
        return self();
    }

    /**
     * Adds a gatherer, such as a registry, whose metrics are to be pushed.
     *
     * @param gatherer what to push
     * @return this object
     */
    public final P gatherer(Gatherer gatherer) {
        gatherers.add(Objects.requireNonNull(gatherer, "gatherer"));
        return self();
    }

    /**
     * Uses another HTTP client than the one that all pushes share: for TLS, or a proxy.
     *
     * @param client the client, which stays the caller's to close; one that {@linkplain HttpClient#followRedirects
     *     follows no redirects}, because on its way to another host it would take the headers along, passwords
     *     included, and can turn a push into a {@code GET}
     * @return this object
     * @throws IllegalArgumentException if the client follows redirects
     */
    public final P client(HttpClient client) {
        HttpClient.Redirect policy = Objects.requireNonNull(client, "client").followRedirects();
        if (policy != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("client: expected one that follows no redirects, got one with Redirect."
                    + policy + ", which can send pushes and passwords to other hosts");
        }
        this.client = client;
        return self();
    }

    /**
     * Sets a header of every request, in place of an earlier one of the same name.
     *
     * @param name a header's name, other than {@code Content-Type}, {@code Content-Encoding} and
     *     {@code X-Prometheus-Remote-Write-Version}, which say how the metrics are written
     * @param value its value
     * @return this object
     * @throws IllegalArgumentException if the name or value is invalid, or the name is one that the HTTP client sets
     */
    public final P header(String name, String value) {
        headers.set(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return self();
    }

    /**
     * Authenticates every request with a name and a password, in place of an earlier way.
     *
     * @param user the name, without {@code :}
     * @param password the password
     * @return this object
     * @throws IllegalArgumentException if the name contains a colon
     */
    public final P basicAuth(String user, String password) {
        headers.basicAuth(Objects.requireNonNull(user, "user"), Objects.requireNonNull(password, "password"));
        return self();
    }

    /**
     * Authenticates every request with a bearer token, in place of an earlier way.
     *
     * @param token the token, without {@code Bearer} in front
     * @return this object
     * @throws IllegalArgumentException if it has characters that no token has, such as a line end
     */
    public final P bearerToken(String token) {
        headers.bearerToken(Objects.requireNonNull(token, "token"));
        return self();
    }

    /**
     * Authenticates every request with a bearer token of its own, in place of an earlier way: for tokens that expire.
     *
     * @param token called by the thread that pushes, once for each request and its retries; the push throws what it
     *     throws, and an {@link IllegalArgumentException} if it returns null or a string that is not a token
     * @return this object
     */
    public final P bearerToken(Supplier<String> token) {
        headers.bearerToken(Objects.requireNonNull(token, "token"));
        return self();
    }

    /**
     * Limits how long a request may take, from connecting until the answer is read; 10 seconds if not set.
     *
     * @param timeout a time above zero
     * @return this object
     * @throws IllegalArgumentException if it is zero or negative
     */
    public final P timeout(Duration timeout) {
        this.timeout = Retries.checkPositive("timeout", timeout);
        return self();
    }

    /**
     * Sends a request again when the receiver is out of reach, does not answer in time, or answers that it cannot do it
     * now ({@link Retries} says with which statuses). If not set, there is one attempt. What is sent again is what was
     * gathered before the first attempt.
     *
     * @param retries how often and at which intervals
     * @return this object
     */
    public final P retries(Retries retries) {
        this.retries = Objects.requireNonNull(retries, "retries");
        return self();
    }

    /**
     * Starts a batch job whose end is pushed, in gauges that begin with {@code job}.
     *
     * @return the running job, to be closed at its end
     */
    public final BatchJob startJob() {
        return startJob("job");
    }

    /**
     * Starts a batch job whose end is pushed, in gauges of its own beside the metrics that are pushed.
     *
     * @param namespace what the names of the gauges begin with, such as {@code db_backup}
     * @return the running job, to be closed at its end
     * @throws IllegalArgumentException if the namespace is empty or cannot be part of a name
     */
    public final BatchJob startJob(String namespace) {
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
    public final PeriodicPush start(Duration interval) {
        return start(interval, failure -> {});
    }

    /**
     * Pushes like {@link #start(Duration)}, and also passes failures to a hook.
     *
     * @param interval the time from the start of a push to the start of the next
     * @param onFailure called by the thread that pushes, with what the push threw; it delays the next push
     * @return the running pushes
     * @throws IllegalArgumentException if the interval is not above zero
     */
    public final PeriodicPush start(Duration interval, Consumer<? super Throwable> onFailure) {
        Retries.checkPositive("interval", interval);
        return PeriodicPush.start(this, interval, Objects.requireNonNull(onFailure, "onFailure"), PushClock.real());
    }

    Duration timeout() {
        return timeout;
    }

    /** Which answers accept a request. */
    Answers answers() {
        return Answers.STORE;
    }

    /** Pushes everything and some more. */
    final void push(Gatherer more, PushClock clock) throws IOException {
        send(everything(more), transport(clock));
    }

    /** Counts pushes at an interval that begin. */
    final void begin() {
        running.incrementAndGet();
    }

    /** Counts pushes at an interval that are over, and returns whether they were the last. */
    final boolean leave() {
        return running.decrementAndGet() == 0;
    }

    final void end(PushClock clock) throws IOException {
        end(transport(clock));
    }

    /** A report of a batch job. A store keeps all that it was sent, so nothing in it is replaced. */
    JobReport report() {
        return new JobReport() {
            @Override
            public void replace(Gatherer gauges) throws IOException {
                Transport transport = transport();
                try {
                    send(everything(gauges), transport);
                } catch (IncompleteMetricsException e) {
                    throw e; // the gauges alone come next
                } catch (IOException e) {
                    throw endAfter(e, transport);
                }
                endOf(transport);
            }

            @Override
            public void add(Gatherer gauges) throws IOException {
                replace(gauges);
            }

            @Override
            public void addAlone(Gatherer gauges) throws IOException {
                Transport transport = transport();
                try {
                    send(gauges, transport);
                } catch (IOException e) {
                    throw endAfter(e, transport);
                }
                endOf(transport);
            }
        };
    }

    private void endOf(Transport transport) throws IOException {
        if (running.get() == 0) {
            end(transport);
        }
    }

    /** What was sent before the failure ends all the same. */
    private IOException endAfter(IOException failure, Transport transport) {
        try {
            endOf(transport);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** The user's gatherers come first: gatherers are numbered in errors in the order in which they were added. */
    final Gatherer everything(Gatherer more) {
        List<Gatherer> all = new ArrayList<>(gatherers);
        all.add(collectors);
        all.add(more);
        return Gatherers.merge(all);
    }

    final Transport transport(PushClock clock) {
        return request -> {
            HttpRequest.Builder complete = request.copy();
            headers.copyTo(complete);
            request.build().headers().map().forEach((name, values) -> complete.setHeader(name, values.get(0)));
            HttpClient used = client == null ? SharedClient.get() : client;
            return retries.send(used, timeout, complete.build(), clock, answers(), this::mayPass);
        };
    }
}
