package dev.fennel.httpserver;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.fennel.httpserver.internal.Nullable;
import java.io.IOException;

/**
 * Lets requests through to the routes of a metrics server if the authenticator accepts them and the server is not being
 * closed. All requests come in here.
 *
 * <p>The authenticator is called here and not by the JDK's server, which reads the whole body of a request before it
 * refuses it, however long the body is and however long that takes.
 *
 * <p>Used by any number of threads.
 */
final class AuthHandler implements HttpHandler {
    private final SlowClientGuard guard;
    /** Null if all requests may pass. */
    private final @Nullable Authenticator authenticator;

    private final HttpHandler next;

    AuthHandler(SlowClientGuard guard, @Nullable Authenticator authenticator, HttpHandler next) {
        this.guard = guard;
        this.authenticator = authenticator;
        this.next = next;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        GuardedExchange.startAnswering();
        if (guard.isClosing()) {
            exchange.getResponseHeaders().set("Connection", "close");
            Answer.text(exchange, 503, "the server is being closed\n");
        } else if (mayPass(exchange)) {
            next.handle(exchange);
        }
    }

    /** Whether the request may pass; if it may not, this has answered it. */
    private boolean mayPass(HttpExchange exchange) {
        if (authenticator == null) {
            return true;
        }
        Authenticator.Result result = authenticator.authenticate(exchange);
        if (result instanceof Authenticator.Success) {
            return true;
        }
        if (result instanceof Authenticator.Retry retry) {
            turnAway(exchange, retry.getResponseCode());
        } else if (result instanceof Authenticator.Failure failure) {
            turnAway(exchange, failure.getResponseCode());
        } else {
            throw new IllegalStateException("authenticator returned " + result);
        }
        return false;
    }

    private static void turnAway(HttpExchange exchange, int status) {
        String text =
                switch (status) {
                    case 401 -> "log in to see this\n";
                    case 429, 503 -> "too many passwords are being checked, try again later\n";
                    default -> status < 500 ? "this is not for you\n" : "who you are could not be checked\n";
                };
        Answer.text(exchange, status, text);
    }
}
