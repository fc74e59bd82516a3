/**
 * Measures the requests of HTTP servers and clients: the JDK's, and any other server by a few calls of an adapter.
 *
 * <p>{@link dev.fennel.http.ServerInstrumentation} measures what an {@code HttpServer} of the JDK serves, and
 * {@link dev.fennel.http.ClientInstrumentation} what an {@code HttpClient} sends. For another server or framework,
 * {@link dev.fennel.http.RequestInstrumentation} begins a {@link dev.fennel.http.RequestMeasurement} for each request,
 * to which an adapter reports what it learns. The metrics and labels of all servers are the same. The builders share
 * {@link dev.fennel.http.HttpInstrumentationBuilder}, which has the rules for labels, and those of servers
 * {@link dev.fennel.http.ServerInstrumentationBuilder}, which has the standard metrics and the rule for routes. These
 * are the public types.
 *
 * <p>All public types are safe for use by any number of threads, except for builders, which one thread uses. Arguments
 * are never null; a null throws {@link java.lang.NullPointerException}. Measuring never makes a request fail; what
 * fails instead is logged, once, to the {@link java.lang.System.Logger} {@code dev.fennel.httpserver}.
 */
/*
 * Behind them:
 *
 * - MeasuredRequest has the protocol of a request that is measured; read it first. ServerRequest and ClientRequest are
 *   the two kinds, and ExchangeRequest is one to the JDK's server.
 * - MeasuredExchange, MeasuredHttpsExchange and MeasuredBody wrap what a handler of the server gets;
 *   InstrumentedHttpClient wraps a client, and HttpClientShutdown shuts it down.
 * - RequestMetrics has what is measured; RequestLabels finds the series of a request by its labels; RequestMethods,
 *   StatusCodes and FailureReason make label values; RequestSize estimates sizes; RequestExemplars gets exemplars from
 *   the user's function.
 * - FirstFailure logs what goes wrong while measuring, once.
 */
package dev.fennel.http;
