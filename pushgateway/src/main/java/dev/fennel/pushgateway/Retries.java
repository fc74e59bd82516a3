package dev.fennel.pushgateway;

import dev.fennel.pushgateway.internal.ShownUrl;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * How often, and at which intervals, a request is sent again when the receiver was out of reach or answered that it
 * cannot do it now: a gateway with a status of 500 or more, a store of remote writes also with 429, a receiver of
 * OpenTelemetry with 429, 502, 503 or 504. A receiver whose certificate is not trusted is not tried again.
 *
 * <pre>{@code
 * Retries patient = Retries.attempts(8)
 *         .withBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1))
 *         .within(Duration.ofMinutes(10));
 * Pusher.to(gateway, "db_backup").collector(records).retries(patient).push();
 * }</pre>
 *
 * <p>The wait before the second attempt is a random time below the first backoff, and the limit doubles with each
 * attempt up to the longest backoff: exponential backoff with full jitter, so that jobs which failed together do not
 * come back together. If the answer asks for a longer wait ({@code Retry-After}), that is how long it is. When the
 * total time is over, no attempt starts and none goes on.
 *
 * <p>Immutable.
 */
public final class Retries {
    static final Retries NONE = new Retries(1, 0, 0, Long.MAX_VALUE);

    private static final long FIRST = Duration.ofMillis(500).toNanos();
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();
    private static final long TOTAL = Duration.ofMinutes(1).toNanos();

    private final int attempts;
    private final long firstNanos;
    private final long longestNanos;
    private final long totalNanos;

    private Retries(int attempts, long firstNanos, long longestNanos, long totalNanos) {
        this.attempts = attempts;
        this.firstNanos = firstNanos;
        this.longestNanos = longestNanos;
        this.totalNanos = totalNanos;
    }

    /**
     * Allows some attempts, with a backoff from half a second to 10 seconds, within one minute in total.
     *
     * @param attempts how often a request is sent at most, the first time included; at least 1, which means no retry
     * @return retries that can be adjusted further
     * @throws IllegalArgumentException if the number is less than 1
     */
    public static Retries attempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("expected at least 1 attempt, got " + attempts);
        }
        return new Retries(attempts, FIRST, LONGEST, TOTAL);
    }

    /**
     * The same with another backoff.
     *
     * @param first the longest wait before the second attempt, above zero
     * @param longest the longest wait before any attempt, not shorter than the first
     * @return new retries
     * @throws IllegalArgumentException if the first is not above zero or the longest is shorter than it
     */
    public Retries withBackoff(Duration first, Duration longest) {
        checkPositive("first backoff", first);
        if (Objects.requireNonNull(longest, "longest").compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "expected a longest backoff of at least the first, which is " + first + ", got " + longest);
        }
        return new Retries(attempts, nanos(first), nanos(longest), totalNanos);
    }

    /**
     * The same within another total time.
     *
     * @param total the time from the first attempt until the last has failed at most, above zero
     * @return new retries
     * @throws IllegalArgumentException if it is not above zero
     */
    public Retries within(Duration total) {
        return new Retries(attempts, firstNanos, longestNanos, nanos(checkPositive("total time", total)));
    }

    /** The duration in nanoseconds, or the largest number if it has more. */
    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }

    /** Checks a time that the user sets. */
    static Duration checkPositive(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + ": expected a time above zero, got " + duration);
        }
        return duration;
    }

    /**
     * Sends a request until the receiver has accepted it, or there is no point in another attempt. The total time
     * begins now.
     *
     * @param timeout for one attempt
     * @param clock ends the waits between attempts when it is stopped
     * @param answers says which statuses of answers accept the request
     * @param mayPass says with which other statuses it may be accepted later
     * @return the answer that accepted it
     * @throws IOException the last failure, with those before it suppressed
     */
    PushAnswer send(
            HttpClient client,
            Duration timeout,
            HttpRequest request,
            PushClock clock,
            Answers answers,
            IntPredicate mayPass)
            throws IOException {
        return new Attempts(client, timeout, request, clock, answers, mayPass).send();
    }

    /**
     * How long to wait after an attempt has failed.
     *
     * @param attempt the number of the attempt, from 1
     * @param random from 0 inclusive to 1 exclusive
     */
    long backoffNanos(int attempt, double random) {
        double limit = Math.min(longestNanos, Math.scalb((double) firstNanos, attempt - 1));
        return (long) (random * limit);
    }

    /**
     * The numbers, for a person.
     *
     * @return for instance {@code 5 attempts within PT1M, backoff from PT0.5S to PT10S}
     */
    @Override
    public String toString() {
        return attempts + " attempts within " + Duration.ofNanos(totalNanos) + ", backoff from "
                + Duration.ofNanos(firstNanos) + " to " + Duration.ofNanos(longestNanos);
    }

    /**
     * The attempts to send one request: the retry loop.
     *
     * <p>Assumptions:
     *
     * <ol>
     *   <li>It is safe to send the request again, whatever became of the attempt before: {@code PUT} and {@code DELETE}
     *       leave the same group however often they are done, and so does {@code POST}, with which a gateway replaces
     *       the metrics of the same names and adds up nothing. A store keeps a sample once for its time.
     *   <li>What the receiver refuses with another status, it would refuse again; and a client that sent another
     *       request in place of the one it got, or refused the certificate of the receiver, would do that again.
     *   <li>One thread uses an object of this class, for one request.
     * </ol>
     *
     * <p>Guarantees:
     *
     * <ol>
     *   <li>There are never more attempts than allowed, and none starts or goes on when the total time is over. The
     *       last attempt gets as much of its timeout as is left.
     *   <li>Only failures that may pass are followed by another attempt: no connection, unless a certificate is the
     *       reason; no answer in time; or a status that the kind of receiver expects to pass
     *       ({@link MetricsPush#mayPass}). The wait is not shorter than that answer asks for.
     *   <li>An interrupt ends an attempt, or the wait for the next one, with an {@code InterruptedIOException}. No
     *       other attempt follows, and the interrupt stays set.
     *   <li>Stopping the clock ends the present wait, and no other attempt follows. An attempt under way goes on.
     *   <li>The last failure is thrown, and has all failures before it as suppressed exceptions.
     * </ol>
     *
     * <p>An error, such as a stack overflow, ends the loop at once. Nothing is shared with other threads, so nothing is
     * left behind but the exchange under way, which belongs to the HTTP client.
     */
    private final class Attempts {
        private final HttpClient client;
        private final Duration timeout;
        private final HttpRequest request;
        private final PushClock clock;
        private final Answers answers;
        private final IntPredicate mayPass;
        private final long start;
        private final List<IOException> failures = new ArrayList<>();

        Attempts(
                HttpClient client,
                Duration timeout,
                HttpRequest request,
                PushClock clock,
                Answers answers,
                IntPredicate mayPass) {
            this.client = client;
            this.timeout = timeout;
            this.request = request;
            this.clock = clock;
            this.answers = answers;
            this.mayPass = mayPass;
            start = clock.nanoTime();
        }

        PushAnswer send() throws IOException {
            do {
                try {
                    return Exchange.send(client, request, limit(), answers, attempt());
                } catch (IOException failure) {
                    failures.add(failure);
                }
            } while (pauseBeforeNext());
            throw withEarlier(failures.remove(failures.size() - 1));
        }

        /** Names the attempt that is under way, or comes next. */
        private String attempt() {
            String what = request.method() + " " + ShownUrl.of(request.uri());
            return attempts == 1 ? what : what + " (attempt " + (failures.size() + 1) + " of " + attempts + ")";
        }

        private Duration limit() {
            Duration left = Duration.ofNanos(left());
            return timeout.compareTo(left) < 0 ? timeout : left;
        }

        /** The nanoseconds that are left of the total time. */
        private long left() {
            return totalNanos - (clock.nanoTime() - start);
        }

        /** Waits after an attempt that failed. Returns false if there is to be no other. */
        private boolean pauseBeforeNext() throws InterruptedIOException {
            int made = failures.size();
            if (made == attempts || !mayPass(failures.get(made - 1))) {
                return false;
            }
            long wait = Math.max(backoffNanos(made, clock.random()), RetryAfter.nanos(failures.get(made - 1)));
            try {
                return wait < left() && clock.pause(wait) && left() > 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw withEarlier(new InterruptedIOException(attempt() + ": interrupted while waiting for it"));
            }
        }

        /** Whether the receiver may accept the same request later. */
        private boolean mayPass(IOException failure) {
            if (failure instanceof PushException answer) {
                return mayPass.test(answer.statusCode());
            }
            return !(failure instanceof InterruptedIOException
                    || failure instanceof ProtocolException
                    || isOfCertificate(failure));
        }

        /** Whether the client refuses the certificate of the receiver. */
        private static boolean isOfCertificate(IOException failure) {
            for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof CertificateException) {
                    return true;
                }
            }
            return false;
        }

        private <E extends IOException> E withEarlier(E last) {
            failures.forEach(last::addSuppressed);
            return last;
        }
    }
}
