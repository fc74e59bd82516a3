package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.FreePort;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a servlet container does when it starts an application anew: drops its class loader, and hopes for the best. */
class RedeployTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();

    @Test
    void classLoaderOfAnApplicationThatPushedIsCollected(@TempDir Path directory) throws Exception {
        Reference<ClassLoader> loader;
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            loader = deploy(gateway.url(), directory.resolve("backup.prom"));
            assertThat(gateway.requests()).hasSize(19);
        }
        long start = System.nanoTime();
        Reference<?> collected = null;
        while (collected == null && System.nanoTime() - start < LIMIT.toNanos()) {
            System.gc();
            collected = gone.remove(100);
        }
        assertThat((Object) collected).isSameAs(loader);
    }

    private Reference<ClassLoader> deploy(String gateway, Path file) throws Exception {
        URL[] library = List.of(Registry.class, Format.class, Pusher.class, RedeployedApplication.class).stream()
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(library, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            loader.loadClass(RedeployedApplication.class.getName())
                    .getMethod("run", String.class, String.class, String.class)
                    .invoke(null, gateway, "127.0.0.1:" + FreePort.find(), file.toString());
            return new PhantomReference<>(loader, gone);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
