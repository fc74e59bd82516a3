package dev.fennel.httpserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.registry.GatherError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * The live page, which a metrics server shows to a person at {@code /}: a table of the metrics that keeps itself up to
 * date, charts of the last minutes, the numbers of series, and errors.
 *
 * <p>It is one document without any resource beside it. Its script reads the metrics where Prometheus does, in the
 * protobuf format, and marks the request as a look, so that no native histogram is reset for it; it reads who failed in
 * a {@link RecentErrorsList}. What it remembers is in the browser only. Names, labels and help texts are hostile input:
 * the script puts them into the page as text only, and the Content-Security-Policy admits nothing but this very script
 * and style, by their hashes, and requests to this server. The document is built once.
 *
 * <p>Without these resources, which a jar that was packed anew may lack, the page is a plain text with the links.
 *
 * <p>Its sources are the resources {@code live-page.html}, {@code live-page.css} and {@code live-page-*.js} beside this
 * class.
 */
final class LivePage implements HttpHandler {
    private static final List<String> SCRIPTS = List.of(
            "live-page-read.js",
            "live-page-buckets.js",
            "live-page-series.js",
            "live-page-live.js",
            "live-page-format.js",
            "live-page-ticks.js",
            "live-page-address.js",
            "live-page-dom.js",
            "live-page-plot.js",
            "live-page-lines.js",
            "live-page-states.js",
            "live-page-heat.js",
            "live-page-detail.js",
            "live-page-rows.js",
            "live-page-trend.js",
            "live-page-tree.js",
            "live-page-table.js",
            "live-page-cardinality.js",
            "live-page-errors.js",
            "live-page-main.js");

    private static final Logger LOGGER = System.getLogger("dev.fennel.httpserver");

    private final byte[] document;
    private final String contentType;
    private final String contentSecurityPolicy;

    /**
     * Builds the page of a server.
     *
     * @param metricsPath where the metrics are, decoded
     * @param otherPaths what else there is to link to, decoded
     */
    LivePage(String metricsPath, List<String> otherPaths) {
        this(metricsPath, otherPaths, LivePage.class::getResourceAsStream);
    }

    /** Opens the resources that the page is made of; null for one that is missing. */
    @FunctionalInterface
    interface Resources {
        @Nullable
        InputStream open(String name);
    }

    /** A page that is made of other resources: a seam for tests. */
    LivePage(String metricsPath, List<String> otherPaths, Resources resources) {
        String page;
        String style;
        String script;
        try {
            page = resource("live-page.html", resources);
            style = resource("live-page.css", resources);
            script = scripts(resources);
        } catch (IOException e) {
            new GatherError("the live page is plain text with links only: " + e.getMessage())
                    .log(LOGGER, Level.WARNING);
            document = links(metricsPath, otherPaths).getBytes(StandardCharsets.UTF_8);
            contentType = "text/plain; charset=utf-8";
            contentSecurityPolicy = "default-src 'none'";
            return;
        }
        document = page.replace("{{links}}", navigation(otherPaths))
                .replace("{{errors}}", RecentErrorsList.PATH)
                .replace("{{metrics}}", escape(encode(metricsPath)))
                .replace("{{metricsText}}", escape(metricsPath))
                .replace("{{style}}", style)
                .replace("{{script}}", script)
                .getBytes(StandardCharsets.UTF_8);
        contentType = "text/html; charset=utf-8";
        contentSecurityPolicy = "default-src 'none'; script-src '" + hash(script) + "'; style-src '" + hash(style)
                + "'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        if (Answer.refusesMethod(exchange, "this page is")) {
            return;
        }
        headers.set("Content-Type", contentType);
        headers.set("Content-Security-Policy", contentSecurityPolicy);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-cache");
        Answer.send(exchange, 200, document.length, out -> out.write(document));
    }

    /**
     * The errors that the page shows: a line of text for each source of errors in the last scrapes, nothing if there
     * was none. It has no messages, as the page is for anybody.
     */
    static final class RecentErrorsList implements HttpHandler {
        static final String PATH = "/-/errors";

        private final MetricsHandler metrics;

        RecentErrorsList(MetricsHandler metrics) {
            this.metrics = metrics;
        }

        @Override
        public void handle(HttpExchange exchange) throws IOException {
            if (Answer.refusesMethod(exchange, "errors are")) {
                return;
            }
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            StringBuilder lines = new StringBuilder();
            metrics.recentErrors().forEach(line -> lines.append(line).append('\n'));
            Answer.text(exchange, 200, lines.toString());
        }
    }

    /** One script out of several files, each of which ends in a line feed. */
    private static String scripts(Resources resources) throws IOException {
        StringBuilder all = new StringBuilder("\"use strict\";\n");
        for (String name : SCRIPTS) {
            all.append(resource(name, resources));
        }
        return all.toString();
    }

    private static String resource(String name, Resources resources) throws IOException {
        try (InputStream in = resources.open(name)) {
            if (in == null) {
                throw new FileNotFoundException("resource \"" + name + "\" is missing beside " + LivePage.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String links(String metricsPath, List<String> otherPaths) {
        StringBuilder links = new StringBuilder(encode(metricsPath)).append('\n');
        otherPaths.forEach(path -> links.append(encode(path)).append('\n'));
        return links.toString();
    }

    private static String navigation(List<String> paths) {
        StringBuilder links = new StringBuilder();
        for (String path : paths) {
            links.append("<a href=\"")
                    .append(escape(encode(path)))
                    .append("\">")
                    .append(escape(path))
                    .append("</a>\n");
        }
        return paths.isEmpty() ? "" : "  <nav aria-label=\"Other endpoints\">Also here: " + links + "</nav>\n";
    }

    private static String encode(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("path \"" + path + "\": expected one that a URL can have", e);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
