package dev.fennel.http;

import dev.fennel.metrics.Counter;
import java.net.http.HttpRequest;

/** What a client measures. The finder of failures is null if they are not counted. */
record ClientMetrics(RequestMetrics<HttpRequest> common, SeriesFinder<HttpRequest, ? extends Counter> failures) {}
