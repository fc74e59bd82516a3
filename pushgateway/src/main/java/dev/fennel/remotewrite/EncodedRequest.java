package dev.fennel.remotewrite;

/** The body of a request, and how much is in it. */
final class EncodedRequest {
    final byte[] body;
    final int samples;
    final int histograms;
    final int exemplars;

    EncodedRequest(byte[] body, int samples, int histograms, int exemplars) {
        this.body = body;
        this.samples = samples;
        this.histograms = histograms;
        this.exemplars = exemplars;
    }
}
