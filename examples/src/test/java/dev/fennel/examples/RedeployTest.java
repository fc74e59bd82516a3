package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A web application that has the library among its own jars is stopped and dropped, as for a new deployment. Its class
 * loader must be collected then, with all that it has loaded.
 */
class RedeployTest {
    private static final int GARBAGE_COLLECTIONS = 50;
    private static final long MILLIS_FOR_EACH = 100;

    private PushReceiver gateway;

    /** What is used, and by which application. */
    enum Part {
        INSTRUMENTS(WebApplication.class),
        DEFAULT_REGISTRY(WebApplication.class),
        COLLECTORS(WebApplication.class),
        FORMATS(WebApplication.class),
        PARSER(WebApplication.class),
        TEST_KIT(WebApplication.class),
        RECORDS(WebApplication.class),
        GRAPHITE(WebApplication.class),
        SERVER(WebApplication.class),
        HTTP_SERVER_METRICS(WebApplication.class),
        HTTP_CLIENT_METRICS(WebApplication.class),
        PUSH(WebApplication.class),
        PERIODIC_PUSH(WebApplication.class),
        BATCH_JOB(WebApplication.class),
        SPECIAL_INSTRUMENTS(LargeWebApplication.class),
        GATHERERS(LargeWebApplication.class),
        EXECUTORS(LargeWebApplication.class),
        CATALOGUE(LargeWebApplication.class),
        SECURE_SERVER(LargeWebApplication.class),
        MEASURED_REQUESTS(LargeWebApplication.class),
        REMOTE_WRITE(LargeWebApplication.class),
        OTLP(LargeWebApplication.class);

        private final Class<?> application;

        Part(Class<?> application) {
            this.application = application;
        }
    }

    @BeforeEach
    void startGateway() throws IOException {
        gateway = PushReceiver.start();
    }

    @AfterEach
    void stopGateway() {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(60)
    void theClassLoaderOfAStoppedApplicationIsCollected(Part part, @TempDir Path folder) throws Exception {
        if (part == Part.SECURE_SERVER) {
            KeyPairFiles.make(folder, "server");
        }
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

        WeakReference<ClassLoader> loader = deployAndStop(part, folder, collected);

        for (int i = 0; i < GARBAGE_COLLECTIONS && loader.get() != null; i++) {
            System.gc();
            collected.remove(MILLIS_FOR_EACH);
        }
        assertThat(loader.get() == null)
                .as("the class loader is collected after " + part)
                .isTrue();
    }

    private WeakReference<ClassLoader> deployAndStop(Part part, Path folder, ReferenceQueue<ClassLoader> collected)
            throws Exception {
        URL[] jars = Stream.of(Registry.class, Format.class, MetricsServer.class, Pusher.class, WebApplication.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            loader.loadClass(part.application.getName())
                    .getMethod("run", String.class, String.class, String.class)
                    .invoke(null, part.name(), gateway.address(), folder.toString());
            return new WeakReference<>(loader, collected);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
