package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class SharedClientTest {
    /** By which a servlet container would take them for threads that the application has failed to stop. */
    @Test
    void threadsOfTheClientHaveNotTheContextClassLoaderOfWhoMadeIt() throws Exception {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        try (URLClassLoader application = new URLClassLoader(new URL[0], before);
                FakeGateway gateway = FakeGateway.answering(200)) {
            current.setContextClassLoader(application);
            HttpClient client = SharedClient.newClient();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(gateway.url())).build();
            assertThat(client.sendAsync(request, BodyHandlers.discarding())
                            .get()
                            .statusCode())
                    .isEqualTo(200);

            assertThat(current.getContextClassLoader()).isSameAs(application);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getContextClassLoader() == application)
                    .containsExactly(current);
        } finally {
            current.setContextClassLoader(before);
        }
    }
}
