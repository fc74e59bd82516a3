package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.graphite.GraphiteBridge;
import org.junit.jupiter.api.Test;

/** The sample in the Javadoc of the Graphite bridge. {@link SnippetsTest} checks that it is the same. */
class GraphiteSamplesTest {
    @Test
    void aBridgeIsStarted() {
        GraphiteBridge bridge =
                GraphiteBridge.builder("localhost", 2003).prefix("shop").build();
        bridge.start();

        bridge.close(); // long before the first push is due
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("fennel-graphite");
    }
}
