package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.model.MetricFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Gathers what another gatherer gathers, and makes another family of each one. What comes as the same object as in the
 * last gather comes out as the same object, so that encoders find what they have made of it: a scrape in which no
 * series was born or died costs what it costs without this.
 */
abstract class MappedGatherer implements Gatherer {
    private final Gatherer source;

    /** The last result. Gathers race to write it, which is harmless: each checks that it is current. */
    private volatile Mapped last = new Mapped(null, new IdentityHashMap<>(), GatherResult.UNREPORTED);

    MappedGatherer(Gatherer source) {
        this.source = source;
    }

    /**
     * Makes a family of another one.
     *
     * @param family what the source has
     * @param errors takes what goes wrong; if anything does, the next gather asks for this family again
     * @return the family for the result; one without metrics is left out
     */
    abstract MetricFamily map(MetricFamily family, List<GatherError> errors);

    @Override
    public final GatherResult gather() {
        return gather(Registry.TIME_LIMIT);
    }

    @Override
    public final GatherResult gather(Duration timeLimit) {
        GatherResult plain = GatherResult.of(source, timeLimit);
        Mapped known = last;
        if (known.plain() == plain) {
            return known.result();
        }
        try {
            Mapped mapped = map(plain, known);
            last = mapped;
            return mapped.result();
        } catch (Throwable thrown) {
            plain.done();
            throw thrown;
        }
    }

    private Mapped map(GatherResult plain, Mapped known) {
        IdentityHashMap<MetricFamily, MetricFamily> byPlain = new IdentityHashMap<>();
        List<MetricFamily> families = new ArrayList<>(plain.families().size());
        List<GatherError> errors = new ArrayList<>(plain.errors());
        for (MetricFamily family : plain.families()) {
            int before = errors.size();
            MetricFamily same = known.byPlain().get(family);
            MetricFamily mapped = same == null ? map(family, errors) : same;
            if (errors.size() == before) {
                byPlain.put(family, mapped);
            }
            if (!mapped.metrics().isEmpty()) {
                families.add(mapped);
            }
        }
        GatherResult result = new GatherResult(families, errors, plain.whenDone());
        return new Mapped(errors.size() == plain.errors().size() ? plain : null, byPlain, result);
    }

    /**
     * What a gather made of what it found.
     *
     * @param plain what the source returned; null if some of it is to be asked for again
     * @param byPlain the families that were made, by those that the source has
     * @param result what this gatherer returned
     */
    private record Mapped(
            @Nullable GatherResult plain, IdentityHashMap<MetricFamily, MetricFamily> byPlain, GatherResult result) {}
}
