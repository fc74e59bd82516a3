package dev.fennel.exposition.graphite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.internal.ShutdownHook;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Pushes metrics to Graphite, once or periodically, with the plaintext protocol over TCP.
 *
 * <pre>{@code
 * GraphiteBridge bridge = GraphiteBridge.builder("localhost", 2003).prefix("shop").build();
 * bridge.start();
 * }</pre>
 *
 * <p>The samples are those of the text format: buckets, sums and counts of histograms are series of their own. Paths
 * are made as in client_golang: {@code prefix.name.label.value.label.value}, with the labels sorted by name. ASCII
 * letters, digits, {@code _}, {@code :} and {@code -} stay as they are, any other character becomes {@code _} (a blank
 * too, at which client_golang begins a new node), and several {@code _} in a row become one. Values that are not a
 * number are left out, because carbon drops them; infinite values are sent, because carbon keeps them. The time of a
 * sample is that of the push, in seconds, unless the metric has a timestamp.
 *
 * <p>Different series can become the same path this way: {@code /a/b}, {@code /a_b} and {@code /a?b} do.
 * {@link Builder#useTags Tags} rarely collide. Carbon would mix them up. So the first of them is pushed, in the order
 * of names and labels, and the others are left out and reported as an error of encoding, once for each family and push.
 *
 * <p>A push makes all lines before it connects, and connects only if there are any. So a slow server delays no
 * collector. The protocol has no answers: a push has succeeded when the operating system has accepted the last byte.
 *
 * <p>Safe for use by several threads.
 */
public final class GraphiteBridge implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(GraphiteBridge.class.getPackageName());

    private final InetSocketAddress address;
    private final Gatherer gatherer;
    private final GraphiteLines lines;
    private final Duration interval;
    private final Duration timeout;
    private final boolean abortOnErrors;
    private final Consumer<? super GatherError> errorLog;
    private final boolean pushOnClose;
    private final Clock clock;
    private final BiFunction<Duration, Consumer<PushSchedule>, PushSchedule> schedules;

    /*
     * How start(), close() and the schedule's thread meet.
     *
     * Assumptions:
     * 1. Any thread may call start() and close() at any time, even the schedule's own, from a gatherer or an error log.
     * 2. Gatherers and error logs are foreign code that may throw, hang, or leave an interrupt behind.
     *
     * Guarantees:
     * 1. There is one schedule at most: only the first start() succeeds in setting it.
     * 2. When the bridge is closed, its schedule is stopped. start() sets the schedule and then reads "closed"; close()
     *    sets "closed" and then reads the schedule. All these accesses are volatile, so at least one of the two sees
     *    what the other wrote, and stops the schedule. Stopping twice does no harm.
     * 3. Stopping ends a scheduled push even if it waits for the server, which an interrupt does not end. The push sets
     *    its connection and then reads "stopped"; stopping sets "stopped" and then closes the connection. So either the
     *    push sees that it must not begin, or its connection is closed, before or after it has connected.
     * 4. A push that fails, whatever it throws, does not end the schedule, not even if the text of what was thrown, the
     *    error log or the logger throws in turn, or no memory is left. Nor does the last push throw out of close().
     * 5. The last push comes after the schedule's: close() stops the schedule before it pushes. An interrupt while it waits
     *    for the schedule ends the waiting, not the push, and stays set.
     * 6. If the JVM ends while a started bridge that is to push last is open, a shutdown hook closes it, or waits for
     *    whoever is closing it. The JVM refers to the bridge no longer once it is closed: close() takes the hook back
     *    after it has set "closed", and start() does so if it finds that set after it has added the hook.
     */

    private final AtomicReference<PushSchedule> schedule = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ShutdownHook hook = new ShutdownHook(this::closeAtShutdown, this::logLate);
    /**
     * The connection of the latest scheduled push. Set by the schedule's thread; closed by any thread that stops it.
     */
    private volatile CarbonConnection scheduledConnection = new CarbonConnection();

    GraphiteBridge(Builder builder) {
        address = builder.address;
        gatherer = builder.gatherer == null ? Registry.defaultRegistry() : builder.gatherer;
        lines = new GraphiteLines(builder.style, builder.prefix);
        interval = builder.interval;
        timeout = builder.timeout;
        abortOnErrors = builder.abortOnErrors;
        errorLog = builder.errorLog;
        pushOnClose = builder.pushOnClose;
        clock = builder.clock;
        schedules = builder.schedules;
    }

    /**
     * Starts to build a bridge.
     *
     * @param host the name or address of the host where carbon listens; it is looked up again for each push
     * @param port the port of its line receiver, usually 2003
     * @return a builder
     * @throws IllegalArgumentException if the host is empty or the port is not valid
     */
    public static Builder builder(String host, int port) {
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("expected the name of a host, got \"" + host + "\"");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("expected a port from 1 to 65535, got " + port);
        }
        return builder(InetSocketAddress.createUnresolved(host, port));
    }

    /**
     * Starts to build a bridge.
     *
     * @param address the address of carbon's line receiver; if it is not resolved, the host is looked up for each push
     * @return a builder
     */
    public static Builder builder(InetSocketAddress address) {
        return new Builder(Objects.requireNonNull(address, "address"));
    }

    /**
     * Gathers and pushes now, on the calling thread, with or without a schedule, even after {@link #close}.
     *
     * @throws IOException if the lines cannot be sent within the {@linkplain Builder#timeout timeout}, or something
     *     could not be gathered or encoded and errors {@linkplain Builder#abortOnErrors abort} a push
     */
    public void push() throws IOException {
        push(new CarbonConnection());
    }

    private void push(CarbonConnection connection) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        List<GatherError> errors = new ArrayList<>(Format.TEXT.write(gatherer.gather(), text));
        byte[] batch = lines.of(text.toString(UTF_8), clock.instant().getEpochSecond(), errors);
        errors.forEach(this::report);
        if (!errors.isEmpty() && abortOnErrors) {
            GatherError first = errors.get(0);
            String reason = errors.size() + " errors, the first: " + first.message();
            throw new IOException("nothing pushed to " + target() + " because of " + reason, first.cause());
        }
        if (batch.length > 0) {
            send(batch, connection);
        }
    }

    private void send(byte[] batch, CarbonConnection connection) throws IOException {
        try {
            connection.send(batch, address, timeout);
        } catch (IOException e) {
            throw new IOException("cannot push to " + target() + ": " + e, e);
        }
    }

    private String target() {
        return address.getHostString() + ":" + address.getPort();
    }

    /**
     * Starts to push on a daemon thread, at the end of each {@linkplain Builder#interval interval}, until this bridge
     * is closed. If a push fails, that is reported to the {@linkplain Builder#errorLog error log}, and the next push
     * follows as usual. If a push takes longer than an interval, the pushes that it overlaps are skipped.
     *
     * @throws IllegalStateException if this was started before, or is closed
     */
    public void start() {
        if (closed.get()) {
            throw new IllegalStateException("bridge to " + target() + " is closed");
        }
        PushSchedule started = schedules.apply(interval, this::pushScheduled);
        if (!schedule.compareAndSet(null, started)) {
            throw new IllegalStateException("bridge to " + target() + " was already started");
        }
        if (pushOnClose) {
            hook.add();
        }
        try {
            started.start();
        } catch (Throwable e) { // there are too many threads already
            hook.remove();
            throw e;
        }
        if (closed.get()) { // closed meanwhile, perhaps before there was a schedule to stop
            started.stop(() -> scheduledConnection.close());
            hook.remove();
        }
    }

    private void pushScheduled(PushSchedule running) {
        CarbonConnection connection = new CarbonConnection();
        scheduledConnection = connection;
        if (running.isStopped()) {
            return; // the schedule was stopped, perhaps before it could close this connection
        }
        try {
            push(connection);
        } catch (Throwable e) { // a gatherer is foreign code, and the thread has more pushes to do
            if (!running.isStopped()) {
                reportFailure(e);
            }
        }
    }

    /** The error log is a user's code: it may throw, and the push goes on. */
    private void report(GatherError error) {
        try {
            errorLog.accept(error);
        } catch (Throwable e) { // would end the schedule
            log(GatherError.of("error log, given \"" + error.message() + "\"", e));
        }
    }

    /**
     * Ends the schedule, and a scheduled push that is in progress; lines that it has not sent are lost. If that push
     * does not react to an interrupt, because a user's code goes on gathering or a host name is being looked up, this
     * waits for it, for a second at most. Then it pushes once more, with {@link Builder#pushOnClose}. Closing again
     * does nothing. At the end of the JVM, a bridge that is to push once more is closed if it was started.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            PushSchedule running = schedule.get();
            if (running != null) {
                running.stop(() -> scheduledConnection.close());
            }
            if (pushOnClose) {
                pushLast();
            }
        } finally {
            ended.countDown();
            hook.remove();
        }
    }

    private void logLate() {
        log(new GatherError(
                "left a bridge to " + target() + " behind that could not be closed in " + ShutdownHook.CLOSE_LIMIT));
    }

    private void closeAtShutdown() {
        close();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody knows this thread
        }
    }

    private void pushLast() {
        try {
            push();
        } catch (Throwable e) { // a gatherer is foreign code, and closing harms nobody
            reportFailure(e);
        }
    }

    private void reportFailure(Throwable thrown) {
        try {
            report(failure(thrown));
        } catch (Throwable e) {
            // No memory is left to report it. This would end the schedule, or reach the code that closes the bridge.
        }
    }

    private static GatherError failure(Throwable e) {
        try {
            String message = e instanceof IOException ? e.getMessage() : null;
            if (message != null) {
                return new GatherError(message, e);
            }
        } catch (Throwable broken) {
            // The text of an exception is foreign code.
        }
        return GatherError.of("push failed", e);
    }

    static void log(GatherError error) {
        error.log(LOGGER, Level.WARNING);
    }

    /** Makes a {@link GraphiteBridge}. Used by one thread. */
    public static final class Builder {
        final InetSocketAddress address;
        /** Null for the default registry. */
        @Nullable
        Gatherer gatherer;

        String prefix = "";
        PathStyle style = PathStyle.NODES;
        Duration interval = Duration.ofSeconds(15);
        Duration timeout = Duration.ofSeconds(15);
        boolean abortOnErrors;
        Consumer<? super GatherError> errorLog = GraphiteBridge::log;
        boolean pushOnClose;
        Clock clock = Clock.systemUTC();
        BiFunction<Duration, Consumer<PushSchedule>, PushSchedule> schedules = PushSchedule::new;

        Builder(InetSocketAddress address) {
            this.address = address;
        }

        /**
         * Pushes the metrics of a gatherer, instead of those of the default registry.
         *
         * @param newGatherer gathers the metrics to push
         * @return this builder
         */
        public Builder gatherer(Gatherer newGatherer) {
            gatherer = Objects.requireNonNull(newGatherer, "gatherer");
            return this;
        }

        /**
         * Pushes the metrics of a registry, instead of those of the default registry.
         *
         * @param registry the registry
         * @return this builder
         */
        public Builder registry(Registry registry) {
            return gatherer(Objects.requireNonNull(registry, "registry"));
        }

        /**
         * Sets nodes that all paths begin with; none by default.
         *
         * @param newPrefix nodes separated by dots; characters that a path cannot contain become {@code _}, and empty
         *     or blank nodes are left out
         * @return this builder
         */
        public Builder prefix(String newPrefix) {
            prefix = Objects.requireNonNull(newPrefix, "prefix");
            return this;
        }

        /**
         * Sets whether labels become tags, as in {@code prefix.name;label=value;label=value}, or nodes of the path,
         * which is the default. Graphite has tags since 1.1.
         *
         * <p>Label values become values of tags. Only characters that the protocol does not allow become {@code _}: all
         * kinds of blanks, control characters, {@code ;} and double quotes, and a {@code ~} at the beginning. A label
         * with an empty value is left out. Because Graphite stores the path in a tag called {@code name}, a label
         * {@code name} becomes {@code exported_name}.
         *
         * @param tags whether to use tags
         * @return this builder
         */
        public Builder useTags(boolean tags) {
            style = tags ? PathStyle.TAGS : PathStyle.NODES;
            return this;
        }

        /**
         * Sets the time from one scheduled push to the next; 15 seconds by default. It should not be longer than the
         * interval at which Graphite stores values.
         *
         * @param newInterval a time above zero
         * @return this builder
         * @throws IllegalArgumentException if it is not above zero, or longer than a year
         */
        public Builder interval(Duration newInterval) {
            interval = checked("an interval", newInterval);
            return this;
        }

        /**
         * Sets how long it may take to connect and send; 15 seconds by default. Looking up the host's name counts too,
         * but cannot be interrupted.
         *
         * @param newTimeout a time above zero
         * @return this builder
         * @throws IllegalArgumentException if it is not above zero, or longer than a year
         */
        public Builder timeout(Duration newTimeout) {
            timeout = checked("a timeout", newTimeout);
            return this;
        }

        /** The upper bound is arbitrary; it keeps sums of nanoseconds from overflowing. */
        private static Duration checked(String what, Duration duration) {
            Objects.requireNonNull(duration, what);
            if (duration.isZero() || duration.isNegative() || duration.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException(
                        "expected " + what + " above zero and of at most a year, got " + duration);
            }
            return duration;
        }

        /**
         * Sets whether a push fails, and pushes nothing, if some metrics cannot be gathered or encoded. By default the
         * remaining metrics are pushed, and the missing ones show only in the error log.
         *
         * @param abort whether to push nothing
         * @return this builder
         */
        public Builder abortOnErrors(boolean abort) {
            abortOnErrors = abort;
            return this;
        }

        /**
         * Sets where errors are reported: all errors of gathering and encoding, series with the path of another, and
         * the failures of scheduled pushes and of the last push. ({@link GraphiteBridge#push} throws its failures
         * instead.) By default they are logged as warnings, to the {@link System.Logger}
         * {@code dev.fennel.exposition.graphite}.
         *
         * @param newErrorLog called for each error, by the thread that pushes
         * @return this builder
         */
        public Builder errorLog(Consumer<? super GatherError> newErrorLog) {
            errorLog = Objects.requireNonNull(newErrorLog, "errorLog");
            return this;
        }

        /**
         * Sets whether {@link GraphiteBridge#close} pushes once more, so that what was measured since the last push is
         * not lost; off by default. Closing may then take as long as the {@linkplain #timeout timeout}. If that push
         * fails, the failure is reported to the error log.
         *
         * <p>If a bridge that was started is still open when the JVM ends, be it by SIGTERM or by {@link System#exit},
         * it is closed then, and the JVM waits for that, but not longer than 5 seconds, or as many as the system
         * property {@code fennel.shutdown.seconds} said when the first bridge was made.
         *
         * @param last whether to push when the bridge is closed, with or without a schedule
         * @return this builder
         */
        public Builder pushOnClose(boolean last) {
            pushOnClose = last;
            return this;
        }

        /** Sets the clock for the time of samples, for tests. */
        Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /** Makes schedules in another way, for tests. */
        Builder schedules(BiFunction<Duration, Consumer<PushSchedule>, PushSchedule> maker) {
            schedules = maker;
            return this;
        }

        /**
         * Makes the bridge. It does nothing until {@link #push} or {@link #start} is called.
         *
         * @return a new bridge
         */
        public GraphiteBridge build() {
            return new GraphiteBridge(this);
        }
    }
}
