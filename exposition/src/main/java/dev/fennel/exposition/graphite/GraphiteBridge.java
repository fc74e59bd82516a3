package dev.fennel.exposition.graphite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.exposition.Format;
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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Pushes metrics to Graphite, once or again and again, by the plaintext protocol over TCP.
 *
 * <pre>{@code
 * GraphiteBridge bridge = GraphiteBridge.builder("localhost", 2003).prefix("shop").build();
 * bridge.start();
 * }</pre>
 *
 * <p>The samples are those of the text format: buckets, sums and counts of histograms are series of their own. Paths
 * are made as client_golang makes them: {@code prefix.name.label.value.label.value} with the labels sorted by name.
 * Letters, digits, {@code _}, {@code :} and {@code -} of ASCII stay as they are, a blank begins another node, all else
 * becomes {@code _}, and several {@code _} become one. Different labels can become the same path by that, as
 * {@link GraphiteBridgeBuilder#useTags tags} seldom do. Values that are not a number are left out, as carbon drops
 * them; infinite ones are sent, as it keeps them. The time is that of the push, in seconds, unless a metric has its
 * own.
 *
 * <p>Each push makes its lines first and then connects, so a slow server holds up no scrape, and without metrics it
 * does not connect at all. The protocol has no answers: a push has succeeded when the operating system has taken the
 * last byte.
 *
 * <p>Safe to be used by several threads.
 */
public final class GraphiteBridge implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(GraphiteBridge.class.getPackageName());

    private final InetSocketAddress address;
    private final Gatherer gatherer;
    private final GraphiteLines lines;
    private final Duration interval;
    private final Duration timeout;
    private final BridgeErrorHandling errorHandling;
    private final Consumer<? super GatherError> errorLog;
    private final boolean pushOnClose;
    private final Clock clock;

    private final AtomicReference<PushSchedule> schedule = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** The latest of the schedule's; written by its thread, closed by whoever stops it. */
    private volatile Delivery scheduled = new Delivery();

    GraphiteBridge(GraphiteBridgeBuilder builder) {
        address = builder.address;
        gatherer = builder.gatherer == null ? Registry.defaultRegistry() : builder.gatherer;
        lines = new GraphiteLines(builder.style, builder.prefix);
        interval = builder.interval;
        timeout = builder.timeout;
        errorHandling = builder.errorHandling;
        errorLog = builder.errorLog;
        pushOnClose = builder.pushOnClose;
        clock = builder.clock;
    }

    /**
     * Starts to build a bridge.
     *
     * @param host the name or the address of the host where carbon listens; it is looked up anew for each push
     * @param port the port of its line receiver, usually 2003
     * @return a builder
     * @throws IllegalArgumentException if the host is empty or the port is not one
     */
    public static GraphiteBridgeBuilder builder(String host, int port) {
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
     * @param address where carbon's line receiver listens; if it is not resolved, the host is looked up for each push
     * @return a builder
     */
    public static GraphiteBridgeBuilder builder(InetSocketAddress address) {
        return new GraphiteBridgeBuilder(Objects.requireNonNull(address, "address"));
    }

    /**
     * Gathers and pushes now, on this thread, whether there is a schedule or not, and also when it is over.
     *
     * @throws IOException if the lines cannot be sent within the {@linkplain GraphiteBridgeBuilder#timeout timeout}, or
     *     something could not be gathered or encoded and errors are to {@linkplain BridgeErrorHandling#ABORT abort}
     */
    public void push() throws IOException {
        push(new Delivery());
    }

    private void push(Delivery delivery) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        List<GatherError> errors = Format.TEXT.write(gatherer.gather(), text);
        errors.forEach(this::report);
        if (!errors.isEmpty() && errorHandling == BridgeErrorHandling.ABORT) {
            GatherError first = errors.get(0);
            String told = errors.size() + " errors, the first: " + first.message();
            throw new IOException("nothing pushed to " + target() + " because of " + told, first.cause());
        }
        byte[] batch = lines.of(text.toString(UTF_8), clock.instant().getEpochSecond());
        if (batch.length > 0) {
            send(batch, delivery);
        }
    }

    private void send(byte[] batch, Delivery delivery) throws IOException {
        try {
            delivery.send(batch, address, timeout);
        } catch (IOException e) {
            throw new IOException("cannot push to " + target() + ": " + e, e);
        }
    }

    private String target() {
        return address.getHostString() + ":" + address.getPort();
    }

    /**
     * Pushes on a daemon thread from now on, at the end of each {@linkplain GraphiteBridgeBuilder#interval interval},
     * until this is closed. A push that fails is told to the {@linkplain GraphiteBridgeBuilder#errorLog error log}, and
     * the next is tried; one that takes longer than an interval makes those that it overlaps fall away.
     *
     * @throws IllegalStateException if this was started before, or is closed
     */
    public void start() {
        PushSchedule started = new PushSchedule(interval, this::pushScheduled);
        if (closed.get()) {
            throw new IllegalStateException("bridge to " + target() + " is closed");
        }
        if (!schedule.compareAndSet(null, started)) {
            throw new IllegalStateException("bridge to " + target() + " was already started");
        }
        started.start();
        if (closed.get()) { // meanwhile, perhaps before there was a schedule to stop
            started.stop(() -> scheduled.close());
        }
    }

    private void pushScheduled() {
        Delivery delivery = new Delivery();
        scheduled = delivery;
        if (schedule.get().isStopped()) {
            return; // whoever stopped it may have closed the delivery before
        }
        try {
            push(delivery);
        } catch (Throwable e) { // a gatherer is a user's code, and the thread has more pushes to do
            if (!schedule.get().isStopped()) {
                report(failure(e));
            }
        }
    }

    /** The log is a user's code: it may fail, and the push goes on. */
    private void report(GatherError error) {
        try {
            errorLog.accept(error);
        } catch (RuntimeException | Error e) { // which would end the schedule
            LOGGER.log(Level.WARNING, "error log threw while it was told: " + error.message(), e);
        }
    }

    /**
     * Ends the schedule, and a push of it that goes on, at once; lines that it did not send are lost. This waits only
     * for what an interrupt does not end, and for a second at most: a user's code that goes on gathering, or the name
     * service. Then it pushes once more, if that was {@linkplain GraphiteBridgeBuilder#pushOnClose asked for}. Closing
     * again does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        PushSchedule ended = schedule.get();
        if (ended != null) {
            ended.stop(() -> scheduled.close());
        }
        if (pushOnClose) {
            pushLast();
        }
    }

    private void pushLast() {
        try {
            push();
        } catch (IOException | RuntimeException e) {
            report(failure(e));
        }
    }

    private static GatherError failure(Throwable e) {
        return new GatherError(e instanceof IOException ? e.getMessage() : "push failed: " + e, e);
    }

    static void log(GatherError error) {
        LOGGER.log(Level.WARNING, error.message(), error.cause());
    }
}
