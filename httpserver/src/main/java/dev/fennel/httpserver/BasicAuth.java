package dev.fennel.httpserver;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * User names and passwords, as RFC 7617 has them sent.
 *
 * <p>The answer to a user that there is not takes as long as that to a wrong password. Passwords that were right a
 * short while ago pass quickly; of the others one is looked at at a time, so that who sends many does not get all
 * processors to work on them.
 */
final class BasicAuth extends Authenticator {
    private static final String REALM = "metrics";
    private static final String CHALLENGE = "Basic realm=\"" + REALM + "\", charset=\"UTF-8\"";
    private static final String SCHEME = "Basic ";
    private static final int MAX_WAIT_SECONDS = 1;

    private final Map<String, Account> accounts = new HashMap<>();
    private final Account nobody;
    /** Had by who looks at a password. */
    final Semaphore slowHashes = new Semaphore(1);

    BasicAuth(Map<String, PasswordHash> passwords, LongSupplier nanoTime) {
        passwords.forEach((user, hash) -> accounts.put(user, new Account(hash, nanoTime)));
        nobody = new Account(PasswordHash.ofNothing(), nanoTime);
    }

    /** Refuses what cannot be sent. */
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
        Account account = accounts.getOrDefault(user, nobody);
        byte[] password = Arrays.copyOfRange(sent, colon + 1, sent.length);
        if (account.remembers(password)) {
            return new Success(new HttpPrincipal(user, REALM));
        }
        return tryPassword(exchange, user, account, password);
    }

    private Result tryPassword(HttpExchange exchange, String user, Account account, byte[] password) {
        if (!mayCompute()) {
            exchange.getResponseHeaders().set("Retry-After", Integer.toString(MAX_WAIT_SECONDS));
            return new Failure(503);
        }
        try {
            if (!account.isRight(new String(password, StandardCharsets.UTF_8).toCharArray())) {
                return challenge(exchange);
            }
        } finally {
            slowHashes.release();
        }
        account.remember(password);
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

    /** What a header says, decoded; nothing if it is missing or not of this scheme. */
    private static byte[] credentials(String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Where the name ends, or -1 if these are no credentials. */
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

    /** Forbidden by RFC 7617; and the hash is blind to zeros at the end. */
    private static boolean isControl(int c) {
        return c >= 0 && c < ' ' || c == 0x7f;
    }
}
