package dev.fennel.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports for programs that cannot choose a port themselves. */
public final class FreePort {
    private FreePort() {}

    /**
     * Returns a port on which nothing listens now. Another process may take it before the caller does, so the caller
     * should try again with another port if a server cannot be started on it.
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
