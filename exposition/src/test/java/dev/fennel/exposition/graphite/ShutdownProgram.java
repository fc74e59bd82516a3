package dev.fennel.exposition.graphite;

import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The program that {@link ShutdownTest} ends: starts a bridge, says so, and waits or exits. */
public final class ShutdownProgram {
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final Registry REGISTRY = Registry.create();
    private static final Gauge STEPS = Gauge.builder("steps", "Steps done.").register(REGISTRY);

    private ShutdownProgram() {}

    /** Takes what to do, how to end, and carbon's port. */
    public static void main(String[] args) throws Exception {
        GraphiteBridge.Builder builder = GraphiteBridge.builder("127.0.0.1", Integer.parseInt(args[2]))
                .registry(REGISTRY)
                .interval(Duration.ofDays(1))
                .timeout(Duration.ofHours(1))
                .pushOnClose(!args[0].equals("without a last push"));
        if (args[0].equals("collector that hangs")) {
            builder.gatherer(ShutdownProgram::hang);
        }
        if (args[0].equals("much to push")) {
            GaugeVec.builder("large", "More than buffers hold.", "text")
                    .register(REGISTRY)
                    .withLabelValues("x".repeat(32 << 20));
        }
        GraphiteBridge bridge = builder.build();
        if (!args[0].equals("not started")) {
            bridge.start();
        }
        if (args[0].equals("closed")) {
            bridge.close();
        }
        STEPS.set(7);
        System.out.println("ready");
        if (args[1].equals("exit")) {
            System.exit(3);
        }
        NEVER.await();
    }

    private static GatherResult hang() {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
