package dev.fennel.exposition.graphite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.FreePort;
import dev.fennel.testsupport.RecordedLog;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes one by one. */
class GraphiteBridgeTest {
    private static final IllegalStateException BOOM = new IllegalStateException("boom");

    private final Registry registry = Registry.pedantic();
    private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(1477043083999L));
    private final List<GatherError> reported = new ArrayList<>();

    @BeforeEach
    void register() {
        Counter.builder("jobs_total", "Jobs.").register(registry).inc();
        GaugeVec.builder("depth", "Jobs waiting.", "queue")
                .register(registry)
                .withLabelValues("a b")
                .set(0.25);
    }

    private GraphiteBridge.Builder builder(InetSocketAddress address) {
        return GraphiteBridge.builder(address).registry(registry).clock(clock).errorLog(reported::add);
    }

    /** Returns the registry's metrics and two errors. */
    private Gatherer failing() {
        return () -> new GatherResult(
                registry.gather().families(),
                List.of(new GatherError("one collector failed", BOOM), new GatherError("so did another")));
    }

    @Test
    void linesArriveByteForByte() throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            builder(carbon.address()).build().push();
            assertThat(carbon.received()).isEqualTo("depth.queue.a_b 0.25 1477043083\njobs_total 1 1477043083\n");
            clock.advanceMillis(1);
            builder(carbon.address()).prefix("shop").useTags(true).build().push();
            assertThat(carbon.received())
                    .isEqualTo("shop.depth;queue=a_b 0.25 1477043084\nshop.jobs_total 1 1477043084\n");
            assertThat(reported).isEmpty();
        }
    }

    @Test
    void hostIsLookedUpForEachPush() throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            GraphiteBridge bridge = GraphiteBridge.builder(
                            "localhost", carbon.address().getPort())
                    .registry(registry)
                    .build();
            bridge.push();
            bridge.push();
            assertThat(carbon.received()).startsWith("depth.queue.a_b 0.25 ");
            assertThat(carbon.received()).startsWith("depth.queue.a_b 0.25 ");
        }
    }

    @Test
    void pushGoesOnWithoutWhatCouldNotBeGathered() throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            builder(carbon.address()).gatherer(failing()).build().push();
            assertThat(carbon.received()).contains("jobs_total 1 ");
            assertThat(reported)
                    .extracting(GatherError::message)
                    .containsExactly("one collector failed", "so did another");
        }
    }

    @Test
    void errorInGatheringAbortsThePushIfItIsTo() throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            GraphiteBridge bridge = builder(carbon.address())
                    .gatherer(failing())
                    .abortOnErrors(true)
                    .build();
            int port = carbon.address().getPort();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(bridge::push)
                    .withMessage("nothing pushed to 127.0.0.1:" + port
                            + " because of 2 errors, the first: one collector failed")
                    .withCause(BOOM);
            assertThat(reported).hasSize(2);
            builder(carbon.address()).abortOnErrors(true).build().push();
            assertThat(carbon.received()).contains("jobs_total 1 ");
            assertThat(carbon.isDrained()).isTrue();
        }
    }

    @Test
    void throwingErrorLogStopsNoPush() throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading();
                RecordedLog log = new RecordedLog("dev.fennel.exposition.graphite")) {
            GraphiteBridge bridge = builder(carbon.address())
                    .gatherer(failing())
                    .errorLog(error -> {
                        throw new AssertionError("boom");
                    })
                    .build();
            bridge.push();
            assertThat(carbon.received()).contains("jobs_total 1 ");
            assertThat(log.messages())
                    .containsExactly(
                            "WARNING: error log, given \"one collector failed\": threw java.lang.AssertionError: boom",
                            "WARNING: error log, given \"so did another\": threw java.lang.AssertionError: boom");
        }
    }

    @Test
    void errorsAreLoggedByDefault() throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading();
                RecordedLog log = new RecordedLog("dev.fennel.exposition.graphite")) {
            GraphiteBridge.builder(carbon.address()).gatherer(failing()).build().push();
            assertThat(log.messages()).containsExactly("WARNING: one collector failed", "WARNING: so did another");
        }
    }

    @Test
    void nothingToPushNeedsNoServer() throws IOException {
        InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", FreePort.find());
        builder(nobody).registry(Registry.create()).build().push();
        assertThat(reported).isEmpty();
    }

    @Test
    void refusedConnectionSaysWhere() {
        int port = FreePort.find();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> builder(new InetSocketAddress("127.0.0.1", port))
                        .build()
                        .push())
                .withMessageStartingWith("cannot push to 127.0.0.1:" + port + ": java.net.ConnectException: ")
                .withCauseInstanceOf(ConnectException.class);
        assertThat(reported).as("what is thrown is not logged too").isEmpty();
    }

    @Test
    void unknownHostSaysWhich() {
        GraphiteBridge bridge = GraphiteBridge.builder("no-such-host.invalid", 2003)
                .registry(registry)
                .build();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(bridge::push)
                .withMessage("cannot push to no-such-host.invalid:2003: "
                        + "java.net.UnknownHostException: no-such-host.invalid");
    }

    @Test
    void defaultRegistryIsPushedByDefault() throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            GraphiteBridge.builder(carbon.address()).build().push();
            assertThat(carbon.received()).contains("\nprocess_start_time_seconds ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65536})
    void portMustBeOne(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GraphiteBridge.builder("localhost", port))
                .withMessage("expected a port from 1 to 65535, got " + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT8760H0.000000001S"})
    void timesMustBeAboveZeroAndHumane(Duration time) {
        GraphiteBridge.Builder builder = GraphiteBridge.builder("localhost", 2003);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.interval(time))
                .withMessage("expected an interval above zero and of at most a year, got " + time);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.timeout(time))
                .withMessage("expected a timeout above zero and of at most a year, got " + time);
    }

    @Test
    void otherBadInputIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GraphiteBridge.builder(" ", 2003))
                .withMessage("expected the name of a host, got \" \"");
        GraphiteBridge.Builder builder = GraphiteBridge.builder("localhost", 2003);
        assertThatNullPointerException()
                .isThrownBy(() -> GraphiteBridge.builder(null))
                .withMessage("address");
        assertThatNullPointerException()
                .isThrownBy(() -> GraphiteBridge.builder(null, 1))
                .withMessage("host");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.gatherer(null))
                .withMessage("gatherer");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.registry(null))
                .withMessage("registry");
        assertThatNullPointerException().isThrownBy(() -> builder.prefix(null)).withMessage("prefix");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.errorLog(null))
                .withMessage("errorLog");
        assertThatNullPointerException().isThrownBy(() -> builder.interval(null));
        assertThatNullPointerException().isThrownBy(() -> builder.timeout(null));
    }
}
