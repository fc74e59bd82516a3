package dev.fennel.pushgateway;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends a request until the gateway has taken it, or there is no point in trying again.
 *
 * <p>To send it again is safe, whatever became of the attempt before: {@code PUT} and {@code DELETE} leave the same
 * group however often they are done, and so does {@code POST}, which in a gateway replaces the metrics of the same
 * names and adds up nothing. What the gateway refuses (a status below 500) it would refuse again.
 *
 * <p>One delivery is for one request and one thread.
 */
final class Delivery {
    private final HttpClient client;
    private final Duration timeout;
    private final Retries retries;
    private final HttpRequest request;
    private final PushClock pace;
    private final long start;
    private final List<IOException> failures = new ArrayList<>();

    /**
     * A delivery whose total time begins now.
     *
     * @param timeout for one attempt
     */
    Delivery(HttpClient client, Duration timeout, Retries retries, HttpRequest request, PushClock pace) {
        this.client = client;
        this.timeout = timeout;
        this.retries = retries;
        this.request = request;
        this.pace = pace;
        start = pace.nanoTime();
    }

    /**
     * Sends the request.
     *
     * @throws IOException the last failure, with those before it suppressed
     */
    void send() throws IOException {
        do {
            try {
                Exchange.send(client, request, limit(), attempt());
                return;
            } catch (IOException failure) {
                failures.add(failure);
            }
        } while (pauseBeforeNext());
        throw withEarlier(failures.remove(failures.size() - 1));
    }

    /** Names the attempt that is under way, or comes next. */
    private String attempt() {
        String what = request.method() + " " + request.uri();
        return retries.attempts() == 1
                ? what
                : what + " (attempt " + (failures.size() + 1) + " of " + retries.attempts() + ")";
    }

    private Duration limit() {
        Duration left = Duration.ofNanos(left());
        return timeout.compareTo(left) < 0 ? timeout : left;
    }

    /** The nanoseconds that are left of the total time. */
    private long left() {
        return retries.totalNanos() - (pace.nanoTime() - start);
    }

    /** Waits after an attempt that failed; false if there is to be no other. */
    private boolean pauseBeforeNext() throws InterruptedIOException {
        int made = failures.size();
        if (made == retries.attempts() || !isPassing(failures.get(made - 1))) {
            return false;
        }
        long wait = retries.backoffNanos(made, pace.random());
        try {
            return wait < left() && pace.pause(wait) && left() > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw withEarlier(new InterruptedIOException(attempt() + ": interrupted while waiting for it"));
        }
    }

    /** Whether the same request may be taken later. */
    private static boolean isPassing(IOException failure) {
        return failure instanceof PushException answer
                ? answer.statusCode() >= 500
                : !(failure instanceof InterruptedIOException);
    }

    private <E extends IOException> E withEarlier(E last) {
        failures.forEach(last::addSuppressed);
        return last;
    }
}
