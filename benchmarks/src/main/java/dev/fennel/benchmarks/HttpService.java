package dev.fennel.benchmarks;

import java.io.IOException;
import java.net.URI;

/**
 * Something that is served over HTTP on loopback until the JVM ends, for {@link HttpLoad}. Has a public constructor.
 */
@FunctionalInterface
public interface HttpService {
    /**
     * Starts to serve.
     *
     * @param lines about how many lines of metrics there are, if it is metrics that are served
     * @return what to get
     * @throws IOException if there is no port to be had
     */
    URI start(int lines) throws IOException;
}
