package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a thread sees that comes right between a change of a slot and the end of the birth or death. */
@Timeout(60)
class SeriesTableTest {
    private final Desc desc = Desc.counter("c_total", "", "l");
    private final Watched lookup = new Watched();
    private final SeriesTable table =
            new SeriesTable(desc, values -> new Counter(new CounterBuilder.Spec(desc, null), values), null, lookup);

    /** Looks a series up, and then asks for all of them. */
    private final FutureTask<Seen> other = new FutureTask<>(() -> new Seen(lookup.find("x"), table.family()));

    /** A series, or null for one that is gone, and the family after that. */
    private record Seen(SeriesEntry series, MetricFamily family) {}

    /** Lets the other thread go as far as it can, once a slot has changed. */
    private final class Watched extends SeriesLookup {
        private boolean isWatching;

        Watched() {
            super(1);
        }

        @Override
        void put(int i, SeriesEntry series) {
            super.put(i, series);
            changed();
        }

        @Override
        void bury(int i) {
            super.bury(i);
            changed();
        }

        private void changed() {
            if (isWatching) {
                Thread thread = new Thread(other, "other");
                thread.start();
                while (!Set.of(Thread.State.WAITING, Thread.State.TERMINATED).contains(thread.getState())) {
                    Thread.yield();
                }
            }
        }
    }

    @Test
    void whoFindsANewSeriesFindsItAmongAllOfThem() throws ExecutionException, InterruptedException {
        assertThat(table.family().metrics()).isEmpty();
        lookup.isWatching = true;
        SeriesEntry made = table.findOrCreate(new String[] {"x"});

        assertThat(other.get().series()).isSameAs(made);
        assertThat(other.get().family().metrics()).containsExactly(made.exposed());
    }

    @Test
    void whoFindsASeriesGoneDoesNotFindItAmongAllOfThem() throws ExecutionException, InterruptedException {
        SeriesEntry made = table.findOrCreate(new String[] {"x"});
        assertThat(table.family().metrics()).containsExactly(made.exposed());
        lookup.isWatching = true;
        assertThat(table.delete(new String[] {"x"})).isTrue();

        assertThat(other.get().series()).isNull();
        assertThat(other.get().family().metrics()).isEmpty();
    }
}
