package dev.fennel.examples.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fennel.exposition.Format;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.RecordedLog;
import java.io.InputStream;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.DirResourceSet;
import org.apache.catalina.webresources.FileResourceSet;
import org.apache.catalina.webresources.StandardRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real servlet container takes an application away and goes on, with the threads in which that used its metrics. The
 * container itself must see no leak, and the class loader must be collected.
 */
class ServletRedeployTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
    private final Logger leaks = Logger.getLogger("org.apache.catalina.loader");
    private final Tomcat tomcat = new Tomcat();
    private HttpServer gateway;

    @BeforeEach
    void startGateway() throws Exception {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        gateway.stop(0);
    }

    @Test
    @Timeout(120)
    void theClassLoaderOfAWebApplicationIsCollected(@TempDir Path folder) throws Exception {
        leaks.setLevel(Level.WARNING); // other tests silence the container
        try (RecordedLog log = new RecordedLog(leaks.getName())) {
            tomcat.setBaseDir(folder.toString());
            tomcat.setPort(0);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            Reference<ClassLoader> loader = deployUseAndTakeAway();
            long start = System.nanoTime();
            Reference<?> collected = null;
            while (collected == null && System.nanoTime() - start < LIMIT.toNanos()) {
                System.gc();
                collected = gone.remove(100);
            }
            // It says so if it may not look everywhere.
            assertThat(log.messages()).allMatch(message -> message.contains("You need to add \"--add-opens"));
            assertThat((Object) collected).isSameAs(loader);
        }
    }

    private Reference<ClassLoader> deployUseAndTakeAway() throws Exception {
        Context context = tomcat.addContext("", null);
        StandardRoot root = new StandardRoot(context);
        for (Class<?> type :
                List.of(Registry.class, Format.class, MetricsServer.class, Pusher.class, RedeployedListener.class)) {
            add(root, type);
        }
        context.setResources(root);
        context.addParameter("gateway", "127.0.0.1:" + gateway.getAddress().getPort());
        context.addApplicationListener(RedeployedListener.class.getName());
        tomcat.start();

        assertThat(read("/work")).isEqualTo("done");
        assertThat(read("/metrics")).contains("\nitems_total{kind=\"a\"} 100000\n", "\ncustom 1\n");
        ClassLoader loader = context.getLoader().getClassLoader();
        assertThat(loader.loadClass(Registry.class.getName())).isNotSameAs(Registry.class);
        Reference<ClassLoader> reference = new PhantomReference<>(loader, gone);
        tomcat.getHost().removeChild(context);
        return reference;
    }

    /** What the application brings: the folder, or the jar, that has a class. */
    private static void add(StandardRoot root, Class<?> type) throws Exception {
        Path home =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        root.addPreResources(
                home.toFile().isDirectory()
                        ? new DirResourceSet(root, "/WEB-INF/classes", home.toString(), "/")
                        : new FileResourceSet(root, "/WEB-INF/lib/" + home.getFileName(), home.toString(), "/"));
    }

    private String read(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
        try (InputStream in = uri.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
