package dev.fennel.pushgateway.internal;

import java.net.http.HttpHeaders;

/** The type of an answer's body. */
public final class ContentType {
    private ContentType() {}

    /** Whether the body is of a type, given in lower case; a header may have another case, and parameters behind it. */
    public static boolean is(String type, HttpHeaders headers) {
        String given = headers.firstValue("Content-Type").orElse("");
        int end = given.indexOf(';');
        return (end < 0 ? given : given.substring(0, end)).strip().equalsIgnoreCase(type);
    }
}
