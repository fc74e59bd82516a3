package dev.fennel.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports for programs that cannot be told to choose one themselves. */
public final class FreePort {
    private FreePort() {}

    /**
     * A port on which nothing listens now. Another process may take it before the caller does, so whoever starts a
     * server on it tries again with another one.
     *
     * @return a port of the loopback interface
     */
    public static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
