package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.families.FamilySource;
import dev.fennel.model.Collector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is registered at one moment, in the order of registration. Immutable: a change makes a new one. */
final class Registrations {
    static final Registrations NONE =
            new Registrations(new RegisteredCollector[0], new FamilySource[0], new RegisteredCollector[0]);

    private final RegisteredCollector[] trusted;
    private final FamilySource[] sources;
    private final RegisteredCollector[] custom;

    private Registrations(RegisteredCollector[] trusted, FamilySource[] sources, RegisteredCollector[] custom) {
        this.trusted = trusted;
        this.sources = sources;
        this.custom = custom;
    }

    private Registrations withTrusted(RegisteredCollector[] changed) {
        FamilySource[] theirs = Arrays.stream(changed)
                .flatMap(collector -> collector.trusted().stream())
                .toArray(FamilySource[]::new);
        return new Registrations(changed, theirs, custom);
    }

    private Registrations withCustom(RegisteredCollector[] changed) {
        return new Registrations(trusted, sources, changed);
    }

    /** Where families come from that are taken unchecked: the same array until one of them comes or goes. */
    FamilySource[] sources() {
        return sources;
    }

    /** The collectors whose metrics are checked in each gather. */
    RegisteredCollector[] custom() {
        return custom;
    }

    List<RegisteredCollector> all() {
        List<RegisteredCollector> all = new ArrayList<>(Arrays.asList(trusted));
        all.addAll(Arrays.asList(custom));
        return all;
    }

    /** The registration of this very object, or of the same object wrapped in the same way, or null. */
    @Nullable
    RegisteredCollector find(Collector collector) {
        for (RegisteredCollector registered : all()) {
            if (WrappedCollector.same(registered.collector(), collector)) {
                return registered;
            }
        }
        return null;
    }

    Registrations with(RegisteredCollector added) {
        return added.trusted().isEmpty() ? withCustom(append(custom, added)) : withTrusted(append(trusted, added));
    }

    Registrations without(RegisteredCollector removed) {
        return removed.trusted().isEmpty()
                ? withCustom(remove(custom, removed))
                : withTrusted(remove(trusted, removed));
    }

    private static RegisteredCollector[] append(RegisteredCollector[] array, RegisteredCollector added) {
        RegisteredCollector[] longer = Arrays.copyOf(array, array.length + 1);
        longer[array.length] = added;
        return longer;
    }

    private static RegisteredCollector[] remove(RegisteredCollector[] array, RegisteredCollector removed) {
        RegisteredCollector[] shorter = new RegisteredCollector[array.length - 1];
        int i = 0;
        while (array[i] != removed) {
            shorter[i] = array[i];
            i++;
        }
        System.arraycopy(array, i + 1, shorter, i, shorter.length - i);
        return shorter;
    }
}
