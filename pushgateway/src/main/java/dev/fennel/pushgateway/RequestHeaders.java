package dev.fennel.pushgateway;

import dev.fennel.pushgateway.internal.Nullable;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The headers that a user sets. They are checked when they are set, so that a push cannot fail because of them; only a
 * token that a supplier returns for each push is checked then.
 *
 * <p>Values may be secrets: no message quotes one.
 */
final class RequestHeaders {
    private static final String AUTHORIZATION = "Authorization";

    /** What each push sets itself, to what fits its body. */
    private static final List<String> OF_THE_PUSH =
            List.of("Content-Type", "Content-Encoding", "X-Prometheus-Remote-Write-Version");

    /** RFC 6750, section 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Supplies the token for {@code Authorization}; null if the header has a fixed value or none. */
    private @Nullable Supplier<String> token;

    void set(String name, String value) {
        if (OF_THE_PUSH.stream().anyMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException("header \"" + name + "\": cannot be set, as it says how the metrics are"
                    + " written; expected a call of a method for that in its place, such as format, gzip or version");
        }
        HttpRequest.newBuilder().header(name, "x"); // refuses the name, with a good message, if it is not allowed
        if (!accepts(name, value)) {
            throw new IllegalArgumentException(
                    "header \"" + name + "\": expected a value without line ends and control characters");
        }
        values.put(name, value);
        if (name.equalsIgnoreCase(AUTHORIZATION)) {
            token = null;
        }
    }

    private static boolean accepts(String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
            return true;
        } catch (IllegalArgumentException e) {
            return false; // nobody gets to see e, because it quotes the value
        }
    }

    void basicAuth(String user, String password) {
        if (user.contains(":")) {
            throw new IllegalArgumentException("user \"" + user + "\": expected a name without \":\"");
        }
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        set(AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    void bearerToken(String constant) {
        set(AUTHORIZATION, bearer(constant));
    }

    void bearerToken(Supplier<String> supplier) {
        values.remove(AUTHORIZATION);
        token = supplier;
    }

    private static String bearer(@Nullable String token) {
        if (token == null || !TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException("bearer token: expected letters, digits and \"-._~+/\", then perhaps"
                    + " \"=\", got "
                    + (token == null ? "null" : token.length() + " characters with others among them"));
        }
        return "Bearer " + token;
    }

    void copyTo(HttpRequest.Builder request) {
        values.forEach(request::setHeader);
        if (token != null) {
            request.setHeader(AUTHORIZATION, bearer(token.get()));
        }
    }
}
