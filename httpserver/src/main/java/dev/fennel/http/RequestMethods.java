package dev.fennel.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes label values of HTTP methods. A client may send any word as a method, and each would be a series of its own, so
 * only those that are known are told apart: promhttp's list, and what the user adds.
 */
final class RequestMethods {
    static final String UNKNOWN = "unknown";

    private static final List<String> KNOWN =
            List.of("get", "put", "head", "post", "delete", "connect", "options", "notify", "trace", "patch");

    /** All in lower and in upper case. */
    private final Map<String, String> labelValues = new HashMap<>();

    /** In lower case; these are recognised in whatever case. */
    private final List<String> extra;

    RequestMethods(List<String> extraMethods) {
        extra = extraMethods.stream()
                .map(method -> method.toLowerCase(Locale.ROOT))
                .toList();
        KNOWN.forEach(this::know);
        extra.forEach(this::know);
    }

    private void know(String lowerCase) {
        labelValues.put(lowerCase, lowerCase);
        labelValues.put(lowerCase.toUpperCase(Locale.ROOT), lowerCase);
    }

    /** The method in lower case, or {@code unknown}. */
    String labelValue(String method) {
        String found = labelValues.get(method);
        return found != null ? found : mixedCase(method);
    }

    private String mixedCase(String method) {
        for (String known : extra) {
            if (known.equalsIgnoreCase(method)) {
                return known;
            }
        }
        return UNKNOWN;
    }
}
