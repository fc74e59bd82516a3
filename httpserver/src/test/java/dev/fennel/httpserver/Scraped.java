package dev.fennel.httpserver;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLContext;

/** Scrapes with the JDK's client. */
public final class Scraped {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Scraped() {}

    public static HttpResponse<String> get(URI uri, String... headers) throws Exception {
        return CLIENT.send(request(uri, headers), BodyHandlers.ofString());
    }

    public static HttpResponse<byte[]> getBytes(URI uri, String... headers) throws Exception {
        return CLIENT.send(request(uri, headers), BodyHandlers.ofByteArray());
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    /** As a client that trusts, and shows, what a context has. */
    public static HttpResponse<String> get(SSLContext tls, URI uri, String... headers) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
        return client.send(request(uri, headers), BodyHandlers.ofString());
    }

    public static String header(HttpResponse<?> response, String name) {
        return String.join(" | ", response.headers().allValues(name));
    }

    private static HttpRequest request(URI uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }
}
