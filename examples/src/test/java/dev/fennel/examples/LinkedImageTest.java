package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The library in a Java image of its own, with only those platform modules that its modules require. */
class LinkedImageTest {
    @TempDir
    Path folder;

    /** Runs in the image. It serves the default registry, and reads it in every format and as the page for people. */
    public static void main(String[] args) throws IOException {
        System.out.println(Registry.class.getModule() + " "
                + ModuleLayer.boot().findModule("java.sql").isPresent());
        try (MetricsServer server = MetricsServer.builder().host("127.0.0.1").start()) {
            for (Format format : List.of(Format.TEXT, Format.OPENMETRICS)) {
                System.out.println(GatheredMetrics.scrape(server.uri(), format)
                        .named("jvm_threads_current", "process_start_time_seconds")
                        .count());
            }
            System.out.println(GatheredMetrics.from(Registry.defaultRegistry()).encode(Format.PROTOBUF).length > 1000);
            try (InputStream page =
                    URI.create("http://127.0.0.1:" + server.port()).toURL().openStream()) {
                String html = new String(page.readAllBytes(), StandardCharsets.UTF_8);
                System.out.println(html.contains("class Live") && !html.contains("{{"));
            }
        }
        System.out.println(Pusher.class.getModule());
    }

    @Test
    @Timeout(120)
    void theWholeLibraryRunsInALinkedImage() throws Exception {
        Path image = folder.resolve("image");
        link(image);

        Process program = new ProcessBuilder(
                        image.resolve("bin").resolve("java").toString(),
                        "--add-modules",
                        "dev.fennel.httpserver,dev.fennel.pushgateway",
                        "-cp",
                        home(LinkedImageTest.class),
                        LinkedImageTest.class.getName())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "module dev.fennel.core false", "2", "2", "true", "true", "module dev.fennel.pushgateway");
        assertThat(program.waitFor()).isZero();
    }

    private static void link(Path image) {
        String modules = Stream.of(Registry.class, Format.class, MetricsServer.class, Pusher.class)
                .map(LinkedImageTest::home)
                .collect(Collectors.joining(System.getProperty("path.separator")));
        StringWriter output = new StringWriter();
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        new PrintWriter(output, true),
                        new PrintWriter(output, true),
                        "--module-path",
                        modules,
                        "--add-modules",
                        "dev.fennel.httpserver,dev.fennel.pushgateway",
                        "--output",
                        image.toString());
        assertThat(status).as(output.toString()).isZero();
    }

    private static String home(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }
}
