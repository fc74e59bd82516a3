package dev.fennel.http;

import com.sun.net.httpserver.HttpExchange;
import dev.fennel.metrics.Observer;

/** What a server measures. A finder is null for what is not measured. */
record ServerMetrics(
        RequestMetrics<HttpExchange> common,
        SeriesFinder<HttpExchange, ? extends Observer> timeToHeaders,
        SeriesFinder<HttpExchange, ? extends Observer> requestSize,
        SeriesFinder<HttpExchange, ? extends Observer> responseSize) {}
