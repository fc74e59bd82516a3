package dev.fennel.pushgateway;

import dev.fennel.pushgateway.internal.VisibleText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Thrown if the receiver, or a proxy in front of it, answers with another status than success; has that answer. */
public final class PushException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The status of the answer. */
    private final int statusCode;

    /** Where the request was sent. */
    private final URI uri;

    /** The beginning of the answer's body. */
    private final String responseBody;

    /** The first value of each header of the answer. */
    private final TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    PushException(String what, Answers expected, HttpResponse<?> answer, String responseBody) {
        super(what + ": expected status " + expected + ", got " + answer.statusCode() + redirect(answer)
                + (responseBody.isBlank() ? "" : ": " + VisibleText.of(responseBody.strip())));
        this.statusCode = answer.statusCode();
        this.uri = answer.request().uri();
        this.responseBody = responseBody;
        answer.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
    }

    private static String redirect(HttpResponse<?> answer) {
        String location = answer.headers().firstValue("Location").orElse(null);
        return answer.statusCode() / 100 == 3 && location != null
                ? ", a redirect to \"" + GatewayUrl.withoutSecrets(location) + "\", which is not followed"
                : "";
    }

    /**
     * The status of the answer.
     *
     * @return an HTTP status: from a gateway any but 200 and 202, from a store any but 200 to 299
     */
    public int statusCode() {
        return statusCode;
    }

    /**
     * Where the request was sent.
     *
     * @return the URL, of a group if it was to a gateway
     */
    public URI uri() {
        return uri;
    }

    /**
     * The beginning of the answer's body, where the receiver says what it does not accept. It is as it was sent, unlike
     * in the message, where it is shorter and control characters are escaped.
     *
     * @return the text of at most the first 4,096 bytes, perhaps empty; of a message of protobuf, what it says
     */
    public String responseBody() {
        return responseBody;
    }

    /**
     * A header of the answer.
     *
     * @param name its name, in upper or lower case
     * @return its first value, or nothing if the answer did not have it
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(Objects.requireNonNull(name, "name")));
    }
}
