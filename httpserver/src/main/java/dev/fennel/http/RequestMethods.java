package dev.fennel.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes label values of HTTP methods. A client may send any word as a method, and each would become a series of its
 * own. So only known methods have a value of their own: promhttp's list, and what the user adds.
 *
 * <p>Immutable.
 */
final class RequestMethods {
    private static final List<String> KNOWN =
            List.of("get", "put", "head", "post", "delete", "connect", "options", "notify", "trace", "patch");

    /** The label values by method, each in lower and in upper case. */
    private final Map<String, String> labelValues = new HashMap<>();

    /** The methods that the user adds, in lower case; they are recognised in any mix of cases. */
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
        return RequestLabels.UNKNOWN;
    }
}
