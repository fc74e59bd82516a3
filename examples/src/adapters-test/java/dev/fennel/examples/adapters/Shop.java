package dev.fennel.examples.adapters;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What the application does that each framework serves:
 *
 * <ul>
 *   <li>{@code GET /items/{id}} is answered at once;
 *   <li>{@code POST /items} with what was sent, as 201;
 *   <li>{@code GET /fail} throws;
 *   <li>{@code GET /stream} is written in pieces, in another thread, which also completes it;
 *   <li>{@code GET /endless} is written in pieces until the client goes away.
 * </ul>
 */
final class Shop implements AutoCloseable {
    static final byte[] PIECE = new byte[64 << 10];
    static final List<String> STREAM = List.of("one\n", "two\n", "three\n");

    /** The threads that complete what the threads of the framework have begun. */
    final ExecutorService workers = Executors.newCachedThreadPool();

    static String item(String id) {
        return "item " + id;
    }

    static RuntimeException failure() {
        return new IllegalStateException("failed, as the test asked for");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void stream(OutputStream out) throws IOException {
        for (String piece : STREAM) {
            out.write(bytes(piece));
            out.flush();
        }
    }

    static void endless(OutputStream out) throws IOException {
        Arrays.fill(PIECE, (byte) 'x');
        while (true) {
            out.write(PIECE);
            out.flush();
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
