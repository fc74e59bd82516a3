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
 * group however often they are done, and so does {@code POST}, which in a gateway replaces the metrics of the same names
 * and adds up nothing. What the gateway refuses (a status below 500) it would refuse again.
 *
 * @param timeout for one attempt
 */
record Delivery(HttpClient client, Duration timeout, Retries retries) {
    /**
     * Sends the request.
     *
     * @throws IOException the last failure, with those before it suppressed
     */
    void send(HttpRequest request, Pace pace) throws IOException {
        String what = request.method() + " " + request.uri();
        List<IOException> earlier = new ArrayList<>();
        long start = pace.nanoTime();
        for (int attempt = 1; ; attempt++) {
            String which = retries.attempts() == 1 ? "" : " (attempt " + attempt + " of " + retries.attempts() + ")";
            try {
                Exchange.send(client, request, limit(left(pace, start)), what + which);
                return;
            } catch (IOException failure) {
                boolean again = attempt < retries.attempts()
                        && isPassing(failure)
                        && pause(attempt, left(pace, start), pace, what + which, failure, earlier)
                        && left(pace, start) > 0;
                if (!again) {
                    throw with(earlier, failure);
                }
                earlier.add(failure);
            }
        }
    }

    /** The nanoseconds that are left of the total time. */
    private long left(Pace pace, long start) {
        return retries.totalNanos() - (pace.nanoTime() - start);
    }

    private Duration limit(long leftNanos) {
        Duration left = Duration.ofNanos(leftNanos);
        return timeout.compareTo(left) < 0 ? timeout : left;
    }

    /** Whether the same request may be taken later. */
    private static boolean isPassing(IOException failure) {
        return failure instanceof PushException answer
                ? answer.statusCode() >= 500
                : !(failure instanceof InterruptedIOException);
    }

    /** Waits after an attempt that failed; false if there is no time for another. */
    private boolean pause(
            int attempt, long left, Pace pace, String what, IOException failure, List<IOException> earlier)
            throws InterruptedIOException {
        long wait = retries.backoffNanos(attempt, pace.random());
        try {
            return wait < left && pace.pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            earlier.add(failure);
            throw with(earlier, new InterruptedIOException(what + ": failed, and interrupted before the next"));
        }
    }

    private static <E extends IOException> E with(List<IOException> earlier, E last) {
        earlier.forEach(last::addSuppressed);
        return last;
    }
}
