package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ListeningServerTest {
    private final ServerThreadsLeft threads = new ServerThreadsLeft();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void portOfAServerIsFreeWhetherItWasStartedOrNot(boolean started) throws Exception {
        HttpServer server = ListeningServer.create("127.0.0.1", 0, null, 0);
        if (started) {
            ListeningServer.start(server);
        }
        ListeningServer.discard(server);

        bind(server.getAddress());
        threads.assertNone();
    }

    @Test
    void serverThatWasStoppedCanBeDiscarded() throws Exception {
        HttpServer server = ListeningServer.create("127.0.0.1", 0, null, 0);
        InetSocketAddress address = server.getAddress();
        ListeningServer.start(server);
        server.stop(0);
        ListeningServer.discard(server);

        bind(address);
    }

    private static void bind(InetSocketAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            assertThat(socket.isBound()).isTrue();
        }
    }
}
