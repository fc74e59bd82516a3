package dev.fennel.internal.buckets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DDD_Result;

/** The buffer of a busy thread in a native histogram, while another thread reads it. */
public final class BufferRaces {
    private BufferRaces() {}

    /** A buffer with a native bucket for each power of two, and one classic bound. */
    private static final class Buffer {
        private static final NativeScale SCALE = new NativeScale(0, 0);

        private final BucketSearch search = new BucketSearch(1);
        private final NativeBuffer buffer = new NativeBuffer(2, NativeCounts.none(SCALE));

        Buffer(int times) {
            observe(1, times);
        }

        void observe(double value, int times) {
            for (int i = 0; i < times; i++) {
                if (!buffer.append(value)) {
                    buffer.count(search, SCALE);
                    buffer.append(value);
                }
            }
        }

        void count(NativeScale scale) {
            buffer.count(search, scale);
        }

        /** The number of observations, their sum, and the number in the native bucket of 1. */
        void read(DDD_Result result) {
            NativeImage image = new NativeImage(2, SCALE);
            int attempt = 0;
            while (!buffer.tryRead(image, search, attempt)) {
                attempt++;
            }
            result.r1 = image.counts[0] + image.counts[1];
            result.r2 = image.sum;
            result.r3 = image.positive.count(0);
        }
    }

    /** The waiting observations are counted, and others take their places. */
    @JCStressTest
    @Outcome(
            id = {"64.0, 64.0, 64.0", "65.0, 66.0, 64.0", "66.0, 68.0, 64.0"},
            expect = ACCEPTABLE,
            desc = "whole observations, each of them once")
    @State
    public static class Counting {
        private final Buffer buffer = new Buffer(64);

        @Actor
        public void owner() {
            buffer.observe(2, 2);
        }

        @Actor
        public void reader(DDD_Result result) {
            buffer.read(result);
        }
    }

    /** The tally that a reader may be about to copy is written again, and becomes the current one again. */
    @JCStressTest
    @Outcome(
            id = {"130.0, 130.0, 130.0", "131.0, 131.0, 131.0", "132.0, 132.0, 132.0", "133.0, 133.0, 133.0"},
            expect = ACCEPTABLE,
            desc = "whole observations, each of them once")
    @State
    public static class CountingOften {
        private final Buffer buffer = new Buffer(130);

        @Actor
        public void owner() {
            for (int i = 0; i < 3; i++) {
                buffer.observe(1, 1);
                buffer.count(Buffer.SCALE);
            }
        }

        @Actor
        public void reader(DDD_Result result) {
            buffer.read(result);
        }
    }

    /** The buckets get wider. */
    @JCStressTest
    @Outcome(
            id = {"64.0, 64.0, 64.0", "65.0, 66.0, 64.0", "65.0, 66.0, 65.0"},
            expect = ACCEPTABLE,
            desc = "whole observations, in buckets of either scale")
    @State
    public static class Coarsening {
        private final Buffer buffer = new Buffer(64);

        @Actor
        public void owner() {
            buffer.count(new NativeScale(-1, 0));
            buffer.observe(2, 1);
        }

        @Actor
        public void reader(DDD_Result result) {
            buffer.read(result);
        }
    }
}
