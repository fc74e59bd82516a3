package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.OtherJvm;
import dev.fennel.testsupport.RecordedLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MaxConnectionsTest {
    @Test
    void connectionsAboveTheLimitAreClosed() {
        String output = OtherJvm.run(
                IdleConnections.class,
                List.of(Scraper.class, MetricsServer.class),
                "-Dsun.net.httpserver.idleInterval=3600", // none is closed for its silence
                "-Dleave=true");

        assertThat(output).isEqualTo("closed: 180\nscrape: HTTP/1.1 200 OK\n");
    }

    @Test
    void clientsThatStayAndSayNothingKeepAScrapeOutForAWhileOnly() {
        String output = OtherJvm.run(
                IdleConnections.class,
                List.of(Scraper.class, MetricsServer.class),
                "-Dsun.net.httpserver.idleInterval=1",
                "-Dsun.net.httpserver.clockTick=500");

        assertThat(output).endsWith("scrape: HTTP/1.1 200 OK\n");
    }

    @Test
    void limitThatComesTooLateIsLogged() {
        MetricsServer.Builder builder =
                MetricsServer.builder().host("127.0.0.1").registry(Registry.create());
        builder.start().close(); // so that there is a limit
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            builder.maxConnections(7).registry(Registry.create()).start().close();

            assertThat(log.messages())
                    .containsExactly("WARNING: max connections 7: of no effect, as jdk.httpserver.maxConnections is "
                            + ListeningServer.DEFAULT_MAX_CONNECTIONS + " already, which the JDK reads once");
        }
    }

    @Test
    void brokenLogKeepsNoServerFromStarting() {
        MetricsServer.Builder builder =
                MetricsServer.builder().host("127.0.0.1").registry(Registry.create());
        builder.start().close();
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            log.breakDown();
            builder.maxConnections(7).registry(Registry.create()).start().close();
        }
    }

    @Test
    void limitIsAboveZero() {
        assertThatThrownBy(() -> MetricsServer.builder().maxConnections(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max connections 0: expected at least 1");
    }
}
