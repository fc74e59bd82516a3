/**
 * Measures the requests of the JDK's HTTP server and client.
 *
 * <p>{@link dev.fennel.http.ServerInstrumentation} measures what an {@code HttpServer} serves, and
 * {@link dev.fennel.http.ClientInstrumentation} what an {@code HttpClient} sends. Their builders share
 * {@link dev.fennel.http.HttpInstrumentationBuilder}, which has the rules for labels. These three are the public types.
 *
 * <p>Behind them:
 *
 * <ul>
 *   <li>{@code MeasuredRequest} has the protocol of a request that is measured; read it first. {@code ServerRequest}
 *       and {@code ClientRequest} are the two kinds.
 *   <li>{@code MeasuredExchange}, {@code MeasuredHttpsExchange} and {@code MeasuredBody} wrap what a handler of the
 *       server gets; {@code InstrumentedHttpClient} wraps a client, and {@code HttpClientShutdown} shuts it down.
 *   <li>{@code RequestMetrics} has what is measured; {@code RequestLabels} finds the series of a request by its labels;
 *       {@code RequestMethods}, {@code StatusCodes} and {@code FailureReason} make label values; {@code RequestSize}
 *       estimates sizes; {@code RequestExemplars} gets exemplars from the user's function.
 *   <li>{@code FirstFailure} logs what goes wrong while measuring, once.
 * </ul>
 *
 * <p>All public types are safe for use by any number of threads, except for builders, which one thread uses. Arguments
 * are never null; a null throws {@link java.lang.NullPointerException}. Measuring never makes a request fail; what
 * fails instead is logged, once, to the {@link java.lang.System.Logger} {@code dev.fennel.httpserver}.
 */
package dev.fennel.http;
