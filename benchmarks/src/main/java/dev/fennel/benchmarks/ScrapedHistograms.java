package dev.fennel.benchmarks;

import dev.fennel.metrics.Buckets;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A few histograms that a thread scrapes without a pause while others observe. At every moment one of them is being
 * read, however fast the library is, so that a fast one is not worse off because it scrapes more often.
 */
@State(Scope.Benchmark)
public abstract class ScrapedHistograms {
    /** The number of histograms, a power of two. */
    public static final int COUNT = 8;

    /** The upper bounds of their buckets. */
    protected static final double[] BOUNDS = Buckets.DEFAULT.upperBounds();

    private Crowd scraper;

    /** For subclasses, one for each library. */
    protected ScrapedHistograms() {}

    /**
     * Gathers everything and writes it as text to a buffer that is used again.
     *
     * @throws IOException never
     */
    protected abstract void scrape() throws IOException;

    /** Starts the scraper. */
    @Setup
    public void start() {
        scraper = Crowd.start(1, () -> () -> {
            try {
                scrape();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /**
     * Ends the scraper.
     *
     * @throws InterruptedException if the benchmark is interrupted
     */
    @TearDown
    public void stop() throws InterruptedException {
        scraper.dismiss();
    }

    /** Whose turn it is to be observed. */
    @State(Scope.Thread)
    public static class Turn {
        private int next;

        /** The first histogram is the first. */
        public Turn() {}

        /**
         * The next histogram.
         *
         * @return an index, below {@link #COUNT}
         */
        public int next() {
            return next++ & COUNT - 1;
        }
    }
}
