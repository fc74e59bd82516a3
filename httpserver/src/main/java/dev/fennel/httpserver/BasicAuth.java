package dev.fennel.httpserver;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import dev.fennel.httpserver.PasswordHash.CredentialCache;
import dev.fennel.httpserver.internal.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Checks user names and passwords that are sent by HTTP basic authentication (RFC 7617).
 *
 * <p>An unknown user gets the answer as late as a wrong password does, so that the time does not reveal which users
 * exist. Passwords that were right a few minutes ago pass quickly. All others are hashed one at a time, so that a
 * client that sends many of them cannot keep all processors busy.
 *
 * <p>Used by any number of threads.
 */
final class BasicAuth extends Authenticator {
    private static final String REALM = "metrics";
    private static final String CHALLENGE = "Basic realm=\"" + REALM + "\", charset=\"UTF-8\"";
    private static final String SCHEME = "Basic ";
    private static final int MAX_WAIT_SECONDS = 1;

    private final Map<String, CredentialCache> users = new HashMap<>();
    /** Stands for all users that do not exist. */
    private final CredentialCache nobody;
    /** The thread that computes a slow hash holds the one permit. */
    final Semaphore slowHashes = new Semaphore(1);

    BasicAuth(Map<String, PasswordHash> passwords, LongSupplier nanoTime) {
        passwords.forEach((user, hash) -> users.put(user, new CredentialCache(hash, nanoTime)));
        nobody = new CredentialCache(PasswordHash.ofNothing(), nanoTime);
    }

    /** Throws if a user name or a password cannot be sent in the header. */
    static void check(String user, char[] password) {
        if (user.isEmpty() || user.indexOf(':') >= 0 || user.chars().anyMatch(BasicAuth::isControl)) {
            throw new IllegalArgumentException(
                    "user \"" + user + "\": expected a name without colons and control characters");
        }
        if (password.length == 0) {
            throw new IllegalArgumentException("user \"" + user + "\": expected a password, got an empty one");
        }
        for (char c : password) {
            if (isControl(c)) {
                throw new IllegalArgumentException(
                        "user \"" + user + "\": expected a password without control characters");
            }
        }
    }

    @Override
    public Result authenticate(HttpExchange exchange) {
        byte[] sent = credentials(exchange.getRequestHeaders().getFirst("Authorization"));
        int colon = colon(sent);
        if (colon < 0) {
            return challenge(exchange);
        }
        String user = new String(sent, 0, colon, StandardCharsets.UTF_8);
        CredentialCache credentials = users.getOrDefault(user, nobody);
        byte[] password = Arrays.copyOfRange(sent, colon + 1, sent.length);
        if (credentials.remembers(password)) {
            return new Success(new HttpPrincipal(user, REALM));
        }
        return tryPassword(exchange, user, credentials, password);
    }

    private Result tryPassword(HttpExchange exchange, String user, CredentialCache credentials, byte[] password) {
        if (!mayCompute()) {
            exchange.getResponseHeaders().set("Retry-After", Integer.toString(MAX_WAIT_SECONDS));
            return new Failure(503);
        }
        try {
            if (!credentials.isRight(new String(password, StandardCharsets.UTF_8).toCharArray())) {
                return challenge(exchange);
            }
        } finally {
            slowHashes.release();
        }
        credentials.remember(password);
        return new Success(new HttpPrincipal(user, REALM));
    }

    private boolean mayCompute() {
        try {
            return slowHashes.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Result challenge(HttpExchange exchange) {
        exchange.getResponseHeaders().set("WWW-Authenticate", CHALLENGE);
        return new Retry(401);
    }

    /** The decoded credentials of a header; empty if it is missing, malformed or of another scheme. */
    private static byte[] credentials(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The index of the colon that ends the user name, or -1 if these are not valid credentials. */
    private static int colon(byte[] credentials) {
        int colon = -1;
        for (int i = credentials.length - 1; i >= 0; i--) {
            if (credentials[i] == ':') {
                colon = i;
            } else if (isControl(credentials[i])) {
                return -1;
            }
        }
        return colon;
    }

    /** RFC 7617 forbids control characters; besides, the hash does not see zeros at the end of a password. */
    private static boolean isControl(int c) {
        return (c >= 0 && c < ' ') || c == 0x7f;
    }
}
