package dev.fennel.exposition.graphite;

import dev.fennel.registry.GatherError;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** Makes a {@link GraphiteBridge}. Used by one thread. */
public final class GraphiteBridgeBuilder {
    final InetSocketAddress address;
    Gatherer gatherer;
    String prefix = "";
    PathStyle style = PathStyle.NODES;
    Duration interval = Duration.ofSeconds(15);
    Duration timeout = Duration.ofSeconds(15);
    BridgeErrorHandling errorHandling = BridgeErrorHandling.CONTINUE;
    Consumer<? super GatherError> errorLog = GraphiteBridge::log;
    boolean pushOnClose;
    Clock clock = Clock.systemUTC();

    GraphiteBridgeBuilder(InetSocketAddress address) {
        this.address = address;
    }

    /**
     * Pushes what a gatherer brings, instead of the default registry.
     *
     * @param newGatherer gathers what to push
     * @return this builder
     */
    public GraphiteBridgeBuilder gatherer(Gatherer newGatherer) {
        gatherer = Objects.requireNonNull(newGatherer, "gatherer");
        return this;
    }

    /**
     * Pushes a registry, instead of the default one.
     *
     * @param registry what to push
     * @return this builder
     */
    public GraphiteBridgeBuilder registry(Registry registry) {
        return gatherer(Objects.requireNonNull(registry, "registry"));
    }

    /**
     * Puts nodes in front of all paths. There are none by default.
     *
     * @param newPrefix one or more nodes with dots between them; what a path cannot have becomes {@code _}, a blank is
     *     a dot, and empty nodes are left out
     * @return this builder
     */
    public GraphiteBridgeBuilder prefix(String newPrefix) {
        prefix = Objects.requireNonNull(newPrefix, "prefix");
        return this;
    }

    /**
     * Says whether labels become tags, as in {@code prefix.name;label=value;label=value}, which Graphite knows since
     * 1.1, or nodes of the path, as they do by default.
     *
     * <p>Values of tags are label values. Only what the protocol cannot take becomes {@code _}: all kinds of blanks,
     * control characters, {@code ;} and double quotes, and a {@code ~} at the beginning. A label without a value is
     * left out. As Graphite keeps the path in a tag called {@code name}, a label {@code name} becomes
     * {@code exported_name}.
     *
     * @param tags whether to use tags
     * @return this builder
     */
    public GraphiteBridgeBuilder useTags(boolean tags) {
        style = tags ? PathStyle.TAGS : PathStyle.NODES;
        return this;
    }

    /**
     * Sets the time from one scheduled push to the next; 15 seconds by default. It should not be longer than what
     * Graphite keeps one value for.
     *
     * @param newInterval a time above zero
     * @return this builder
     * @throws IllegalArgumentException if it is not above zero, or longer than a year
     */
    public GraphiteBridgeBuilder interval(Duration newInterval) {
        interval = checked("an interval", newInterval);
        return this;
    }

    /**
     * Sets how long it may take to connect and send; 15 seconds by default. Looking up the host's name counts, but
     * cannot be cut short.
     *
     * @param newTimeout a time above zero
     * @return this builder
     * @throws IllegalArgumentException if it is not above zero, or longer than a year
     */
    public GraphiteBridgeBuilder timeout(Duration newTimeout) {
        timeout = checked("a timeout", newTimeout);
        return this;
    }

    /** The bound is arbitrary, and keeps sums of nanoseconds from overflowing. */
    private static Duration checked(String what, Duration duration) {
        Objects.requireNonNull(duration, what);
        if (duration.isZero() || duration.isNegative() || duration.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException(
                    "expected " + what + " above zero and of at most a year, got " + duration);
        }
        return duration;
    }

    /**
     * Says what to do when something cannot be gathered or encoded; {@link BridgeErrorHandling#CONTINUE} by default.
     *
     * @param newErrorHandling what to do
     * @return this builder
     */
    public GraphiteBridgeBuilder errorHandling(BridgeErrorHandling newErrorHandling) {
        errorHandling = Objects.requireNonNull(newErrorHandling, "errorHandling");
        return this;
    }

    /**
     * Sends errors somewhere else than to the {@link System.Logger} {@code dev.fennel.exposition.graphite}, where they
     * are warnings. Told are all errors in gathering and encoding, and the failures of scheduled pushes, while
     * {@link GraphiteBridge#push} throws its own.
     *
     * @param newErrorLog called for each error, by the thread that pushes
     * @return this builder
     */
    public GraphiteBridgeBuilder errorLog(Consumer<? super GatherError> newErrorLog) {
        errorLog = Objects.requireNonNull(newErrorLog, "errorLog");
        return this;
    }

    /**
     * Says whether to push once more when the bridge is closed, so that what was measured since the last push is not
     * lost; it is not by default. It makes {@link GraphiteBridge#close} take up to the {@linkplain #timeout timeout}.
     * Should that push fail, the error log is told.
     *
     * @param last whether to push then, be there a schedule or not
     * @return this builder
     */
    public GraphiteBridgeBuilder pushOnClose(boolean last) {
        pushOnClose = last;
        return this;
    }

    /** Sets what tells the time of samples, for tests. */
    GraphiteBridgeBuilder clock(Clock newClock) {
        clock = newClock;
        return this;
    }

    /**
     * Makes the bridge, which does nothing until it is told to.
     *
     * @return a new bridge
     */
    public GraphiteBridge build() {
        return new GraphiteBridge(this);
    }
}
