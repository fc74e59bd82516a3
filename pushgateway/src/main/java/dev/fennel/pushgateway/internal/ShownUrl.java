package dev.fennel.pushgateway.internal;

import java.net.URI;

/** A URL as messages show it: without its query, which may hold a key. */
public final class ShownUrl {
    private ShownUrl() {}

    /** The URL, with dots in place of its query. */
    public static String of(URI url) {
        String text = url.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query) + "?...";
    }
}
