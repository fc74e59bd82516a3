package dev.fennel.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Map;

/** Estimates how large a request is, as promhttp does: the sum of its parts, without the separators between them. */
final class RequestSize {
    private RequestSize() {}

    /**
     * The characters of target, method, protocol, header names and values and the host, and the length of the body if
     * it was announced. The body is not read.
     */
    static long approximate(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        long size = exchange.getRequestURI().toString().length()
                + exchange.getRequestMethod().length()
                + exchange.getProtocol().length()
                + announcedLength(headers);
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            // The host is part of the target, as in Go, where it is no header.
            size += header.getKey().equals("Host") ? 0 : header.getKey().length();
            for (String value : header.getValue()) {
                size += value.length();
            }
        }
        return size;
    }

    private static long announcedLength(Headers headers) {
        String length = headers.getFirst("Content-Length");
        try {
            return length == null ? 0 : Math.max(0, Long.parseLong(length));
        } catch (NumberFormatException e) {
            return 0; // the server checks the length itself
        }
    }
}
