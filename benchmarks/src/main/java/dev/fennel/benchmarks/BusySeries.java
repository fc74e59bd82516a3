package dev.fennel.benchmarks;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A series that is read while many more threads than there are processors observe it without a pause. The reader comes
 * back after a moment each time, as a scrape does: so it finds the observers wherever the scheduler stopped them, and
 * does not wait for a processor itself.
 */
@State(Scope.Benchmark)
public abstract class BusySeries {
    private static final int OBSERVERS = 64;
    private static final int MILLIS_BETWEEN_READINGS = 1;

    private Crowd observers;

    /** For subclasses, one for each library. */
    protected BusySeries() {}

    /**
     * Observes a value.
     *
     * @param observations the next value
     */
    protected abstract void observe(Observations observations);

    /** Starts the observers. */
    @Setup
    public void start() {
        observers = Crowd.start(OBSERVERS, () -> {
            Observations observations = new Observations();
            return () -> observe(observations);
        });
    }

    /**
     * Lets time pass before a reading.
     *
     * @throws InterruptedException if the benchmark is interrupted
     */
    @Setup(Level.Invocation)
    public void pause() throws InterruptedException {
        Thread.sleep(MILLIS_BETWEEN_READINGS);
    }

    /**
     * Ends the observers.
     *
     * @throws InterruptedException if the benchmark is interrupted
     */
    @TearDown
    public void stop() throws InterruptedException {
        observers.dismiss();
    }
}
