package dev.fennel.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The durations of requests.
 *
 * @param sortedNanos the duration of each request, from the first byte sent to the last byte received, shortest first
 * @param bytes the length of a body as it was sent
 */
record HttpTimings(long[] sortedNanos, long bytes) {
    /** The number of connections, each with a thread of its own. */
    static final int CONNECTIONS = 2;

    /**
     * Repeats a request over a few persistent connections.
     *
     * @param uri the page to get
     * @param coding the content coding to accept
     * @param warmUps the number of requests of each connection that are not measured
     * @param requests the number of requests of each connection that are measured
     */
    static HttpTimings measure(URI uri, String coding, int warmUps, int requests) {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            run(threads, uri, coding, warmUps);
            long[][] times = run(threads, uri, coding, requests);
            long[] sorted =
                    Stream.of(times).flatMapToLong(Arrays::stream).sorted().toArray();
            return new HttpTimings(sorted, get(uri, coding));
        } finally {
            threads.shutdown();
        }
    }

    private static long[][] run(ExecutorService threads, URI uri, String coding, int requests) {
        return Stream.generate(() -> CompletableFuture.supplyAsync(() -> getAll(uri, coding, requests), threads))
                .limit(CONNECTIONS)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toArray(long[][]::new);
    }

    private static long[] getAll(URI uri, String coding, int requests) {
        long[] times = new long[requests];
        for (int i = 0; i < requests; i++) {
            long start = System.nanoTime();
            get(uri, coding);
            times[i] = System.nanoTime() - start;
        }
        return times;
    }

    private static long get(URI uri, String coding) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setRequestProperty("Accept", "text/plain;version=0.0.4");
            connection.setRequestProperty("Accept-Encoding", coding);
            byte[] buffer = new byte[64 * 1024];
            long length = 0;
            try (InputStream in = connection.getInputStream()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    length += n;
                }
            }
            return length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The duration that this share of the requests did not exceed, in nanoseconds. */
    long quantile(double share) {
        int index = (int) Math.ceil(share * sortedNanos.length) - 1;
        return sortedNanos[Math.max(0, index)];
    }
}
