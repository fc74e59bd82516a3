/**
 * Adapters to frameworks and libraries, to be copied into an application. They are no part of a published module, so
 * that none depends on a framework. Take the file and its imports, put it into a package of yours, and change what does
 * not suit you.
 *
 * <p>For a framework, one file measures the requests and answers the scrapes of Prometheus:
 *
 * <table>
 * <caption>Frameworks</caption>
 * <tr><th>file</th><th>for</th><th>tried in</th></tr>
 * <tr><td>{@link dev.fennel.examples.adapters.ServletMetrics}</td><td>Jakarta servlets</td><td>Tomcat 11, Jetty 12.1</td></tr>
 * <tr><td>{@link dev.fennel.examples.adapters.SpringMvcMetrics}, beside the one above</td><td>Spring MVC</td><td>Spring 7 on Tomcat</td></tr>
 * <tr><td>{@link dev.fennel.examples.adapters.NettyMetrics}</td><td>Netty's HTTP codec</td><td>Netty 4.2</td></tr>
 * <tr><td>{@link dev.fennel.examples.adapters.VertxMetrics}</td><td>Vert.x and its router</td><td>Vert.x 5.0</td></tr>
 * <tr><td>{@link dev.fennel.examples.adapters.JavalinMetrics}</td><td>Javalin</td><td>Javalin 7</td></tr>
 * <tr><td>{@link dev.fennel.examples.adapters.JerseyMetrics}</td><td>Jersey</td><td>Jersey 4 on Tomcat</td></tr>
 * </table>
 *
 * <p>Each gets a {@link dev.fennel.http.RequestInstrumentation}, which decides on metrics, labels and exemplars, and a
 * {@link dev.fennel.exposition.scrape.Scraper}, which decides how scrapes are answered:
 *
 * <pre>{@code
 * RequestInstrumentation.standard(registry)
 * Scraper.builder().registry(registry).build()
 * }</pre>
 *
 * <p>All measure the same: {@code http_server_requests_total} and {@code http_server_request_duration_seconds} by code,
 * method and route, {@code http_server_request_size_bytes} (the body, as far as its length is known),
 * {@code http_server_response_size_bytes} and {@code http_server_requests_in_flight}. The label {@code route} has the
 * pattern of a route as the framework spells it, and {@code unknown} where there is none, never the path.
 *
 * <p>The others are for libraries: {@link dev.fennel.examples.adapters.CaffeineMetrics} for caches,
 * {@link dev.fennel.examples.adapters.HikariMetrics} for pools of connections, and
 * {@link dev.fennel.examples.adapters.OpenTelemetryTraces} for exemplars that lead to traces.
 */
package dev.fennel.examples.adapters;
