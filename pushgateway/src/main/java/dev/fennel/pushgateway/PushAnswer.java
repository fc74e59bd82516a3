package dev.fennel.pushgateway;

import java.net.http.HttpHeaders;

/** What a receiver answered to a request that it accepted; {@link PushException} is for all other answers. */
public final class PushAnswer {
    private final HttpHeaders headers;
    private final byte[] body;

    PushAnswer(HttpHeaders headers, byte[] body) {
        this.headers = headers;
        this.body = body;
    }

    /**
     * The headers of the answer.
     *
     * @return all of them
     */
    public HttpHeaders headers() {
        return headers;
    }

    /**
     * The beginning of the answer's body.
     *
     * @return a copy of at most the first 4,096 bytes
     */
    public byte[] body() {
        return body.clone();
    }
}
