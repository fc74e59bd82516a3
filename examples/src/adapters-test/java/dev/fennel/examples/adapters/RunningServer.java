package dev.fennel.examples.adapters;

import java.util.concurrent.Callable;

/**
 * A server that was started for a test, on a free port of the loopback interface.
 *
 * @param shop the application in it
 * @param stop stops the server
 */
record RunningServer(Shop shop, int port, Callable<?> stop) implements AutoCloseable {
    @Override
    public void close() {
        try (shop) {
            stop.call();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        }
    }
}
