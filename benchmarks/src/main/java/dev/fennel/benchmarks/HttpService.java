package dev.fennel.benchmarks;

import java.io.IOException;
import java.net.URI;

/** A service over HTTP on loopback that runs until the JVM ends, for {@link HttpLoad}. It has a public constructor. */
@FunctionalInterface
public interface HttpService {
    /**
     * Starts to serve.
     *
     * @param lines the approximate number of lines, if the service serves metrics
     * @return what to get
     * @throws IOException if there is no free port
     */
    URI start(int lines) throws IOException;
}
