package dev.fennel.pushgateway;

import dev.fennel.pushgateway.internal.Nullable;
import java.io.IOException;
import java.net.URI;

/** Thrown if the gateway, or a proxy in front of it, answers with another status than success; has that answer. */
public final class PushException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The status of the answer. */
    private final int statusCode;

    /** Where the request was sent. */
    private final URI uri;

    /** The beginning of the answer's body. */
    private final String responseBody;

    PushException(String what, URI uri, int statusCode, @Nullable String location, String responseBody) {
        super(what + ": expected status 200 or 202, got " + statusCode + redirect(statusCode, location)
                + (responseBody.isBlank() ? "" : ": " + VisibleText.of(responseBody.strip())));
        this.statusCode = statusCode;
        this.uri = uri;
        this.responseBody = responseBody;
    }

    private static String redirect(int statusCode, @Nullable String location) {
        return statusCode / 100 == 3 && location != null
                ? ", a redirect to \"" + GatewayUrl.withoutSecrets(location) + "\", which is not followed"
                : "";
    }

    /**
     * The status of the answer.
     *
     * @return an HTTP status, neither 200 nor 202
     */
    public int statusCode() {
        return statusCode;
    }

    /**
     * Where the request was sent.
     *
     * @return the URL of the group
     */
    public URI uri() {
        return uri;
    }

    /**
     * The beginning of the answer's body, where the gateway says what it does not accept. It is as it was sent, unlike
     * in the message, where it is shorter and control characters are escaped.
     *
     * @return the text of at most the first 4,096 bytes, perhaps empty
     */
    public String responseBody() {
        return responseBody;
    }
}
