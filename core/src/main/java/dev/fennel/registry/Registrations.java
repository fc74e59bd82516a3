package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.families.FamilySource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is registered at one moment, in the order of registration. Immutable: a change makes a new one.
 *
 * <p>A change costs the same however much is registered, as it is only noted beside those before it. The first reader
 * carries out all changes that are noted, and makes the arrays that gathers run through. The next change is noted
 * beside these. If nobody reads, a change carries them out itself as soon as there are as many as collectors they began
 * with (or {@value #FEW}), so that the whole work, and what is kept of collectors that are gone, stays in proportion to
 * the number of changes and of collectors.
 */
final class Registrations {
    static final Registrations NONE = new Registrations(
            new Arranged(new RegisteredCollector[0], new FamilySource[0], new RegisteredCollector[0]));

    /** So many changes are noted however few collectors there are. */
    private static final int FEW = 32;

    /** Noted changes until the first reader; then their outcome, the only one, as it is put here by compare-and-set. */
    private final AtomicReference<State> state;

    private Registrations(State state) {
        this.state = new AtomicReference<>(state);
    }

    /** Either {@link Noted} or {@link Arranged}. Nothing is kept of the changes once they are carried out. */
    private sealed interface State {}

    /**
     * Changes that are not carried out yet.
     *
     * @param before what was registered before
     * @param last the last of the changes
     * @param count how many there are
     */
    private record Noted(Arranged before, Change last, int count) implements State {}

    /**
     * One collector that comes or goes.
     *
     * @param collector the registration; it comes at most once, and goes at most once after that
     * @param comes whether it comes
     * @param previous the change before this one, or null
     */
    private record Change(
            RegisteredCollector collector,
            boolean comes,
            @Nullable Change previous) {}

    /** Where families come from that are taken unchecked: the same array until one of them comes or goes. */
    FamilySource[] sources() {
        return arranged().sources;
    }

    /** The collectors whose metrics are checked in each gather. */
    RegisteredCollector[] custom() {
        return arranged().custom;
    }

    List<RegisteredCollector> all() {
        Arranged arranged = arranged();
        List<RegisteredCollector> all = new ArrayList<>(Arrays.asList(arranged.trusted));
        all.addAll(Arrays.asList(arranged.custom));
        return all;
    }

    Registrations with(RegisteredCollector added) {
        return changed(added, true);
    }

    Registrations without(RegisteredCollector removed) {
        return changed(removed, false);
    }

    /** How many changes the next reader has to carry out. */
    int pending() {
        return state.get() instanceof Noted noted ? noted.count : 0;
    }

    private Registrations changed(RegisteredCollector collector, boolean comes) {
        if (state.get() instanceof Noted noted && noted.count < Math.max(FEW, noted.before.size())) {
            Change change = new Change(collector, comes, noted.last);
            return new Registrations(new Noted(noted.before, change, noted.count + 1));
        }
        return new Registrations(new Noted(arranged(), new Change(collector, comes, null), 1));
    }

    private Arranged arranged() {
        while (true) {
            State now = state.get();
            if (now instanceof Arranged arranged) {
                return arranged;
            }
            if (now instanceof Noted noted) {
                state.compareAndSet(noted, noted.before.after(noted.last));
            }
        }
    }

    /** The collectors in arrays, which nobody writes to. */
    private static final class Arranged implements State {
        private final RegisteredCollector[] trusted;
        private final FamilySource[] sources;
        private final RegisteredCollector[] custom;

        Arranged(RegisteredCollector[] trusted, FamilySource[] sources, RegisteredCollector[] custom) {
            this.trusted = trusted;
            this.sources = sources;
            this.custom = custom;
        }

        int size() {
            return trusted.length + custom.length;
        }

        Arranged after(Change last) {
            Set<RegisteredCollector> gone = Collections.newSetFromMap(new IdentityHashMap<>());
            List<RegisteredCollector> come = new ArrayList<>();
            // From the last change to the first, so that what goes is known before it comes.
            for (Change change = last; change != null; change = change.previous()) {
                if (!change.comes()) {
                    gone.add(change.collector());
                } else if (!gone.contains(change.collector())) {
                    come.add(change.collector());
                }
            }
            Collections.reverse(come);
            RegisteredCollector[] newTrusted = changed(trusted, gone, come, true);
            RegisteredCollector[] newCustom = changed(custom, gone, come, false);
            return new Arranged(newTrusted, newTrusted == trusted ? sources : sources(newTrusted), newCustom);
        }

        /** Those of one kind that stay, and then those that come; the very same array if nothing changes. */
        private static RegisteredCollector[] changed(
                RegisteredCollector[] before,
                Set<RegisteredCollector> gone,
                List<RegisteredCollector> come,
                boolean trusted) {
            List<RegisteredCollector> now = new ArrayList<>(before.length + come.size());
            for (RegisteredCollector collector : before) {
                if (!gone.contains(collector)) {
                    now.add(collector);
                }
            }
            boolean same = now.size() == before.length;
            for (RegisteredCollector collector : come) {
                if (collector.trusted().isEmpty() != trusted) {
                    now.add(collector);
                }
            }
            return same && now.size() == before.length ? before : now.toArray(new RegisteredCollector[0]);
        }

        private static FamilySource[] sources(RegisteredCollector[] trusted) {
            List<FamilySource> sources = new ArrayList<>(trusted.length);
            for (RegisteredCollector collector : trusted) {
                sources.addAll(collector.trusted());
            }
            return sources.toArray(new FamilySource[0]);
        }
    }
}
