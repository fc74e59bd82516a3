package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of registration: which names and Descs are taken, what a new collector must agree in with those before, and
 * how a collector is found again.
 *
 * <p>Guarded by the registry's lock, under which no collector's code runs.
 *
 * <ol>
 *   <li>A Desc belongs to one collector. An equal collector, with the same set of identities, is refused as
 *       {@linkplain AlreadyRegisteredException registered already}; one that shares only some of them is refused as
 *       well.
 *   <li>All Descs of a name agree in type, help, unit and label names, and no name is that of another's series: see
 *       {@link FamilyRules}. This holds even after the collectors of a name are gone, since a server that has seen it
 *       goes on expecting the same. As programs may make names without end, only the last {@value #REMEMBERED} names
 *       that no collector uses any more are remembered; an older one can be used as if it were new.
 *   <li>Names are compared as they are written for readers that know legacy names only, with underscores. So two names
 *       that would be one there are refused, and so are two labels of a Desc.
 *   <li>All is checked before anything changes, so a collector that is refused leaves no trace. Nor do those before it
 *       that came together with it.
 * </ol>
 */
final class RegisteredNames {
    /** So many names of collectors that are gone still have to be used in the same way. */
    static final int REMEMBERED = 1000;

    private static final String TOTAL = "_total";

    /** By a name as it is written. */
    private final Map<String, Taken> taken = new HashMap<>();

    /** By a name as it is written, a Desc that had it before all its collectors went, the oldest first. */
    private final Map<String, Desc> gone = new LinkedHashMap<>();

    private final Map<DescSet.Id, RegisteredCollector> owners = new HashMap<>();

    /** More than one of an identity only if it is unchecked, or describes something else than before. */
    private final Map<WrappedCollector.Identity, Deque<RegisteredCollector>> byIdentity = new HashMap<>();

    /** A name that is in use, and by how many Descs of different identity. */
    private static final class Taken {
        private final Desc first;
        private int users;

        Taken(Desc first) {
            this.first = first;
        }
    }

    /**
     * Takes all Descs of collectors or, when this throws, none.
     *
     * @return one Desc for each name that is new here
     */
    Collection<Desc> add(List<RegisteredCollector> all) {
        Map<String, Desc> newNames = new LinkedHashMap<>();
        int count = 0;
        try {
            for (RegisteredCollector added : all) {
                newNames.putAll(add(added));
                count++;
            }
        } catch (Throwable refused) {
            all.subList(0, count).forEach(added -> remove(added, newNames.keySet()));
            throw refused;
        }
        return newNames.values();
    }

    /** Takes all Descs of a collector or, when this throws, none, and returns one for each name that is new here. */
    private Map<String, Desc> add(RegisteredCollector added) {
        Map<String, Desc> free = new LinkedHashMap<>();
        for (Desc desc : added.descs().descs()) {
            refuse(desc, FamilyRules.labelCollision(desc), "expected different label names");
            checkName(desc, free);
        }
        checkOwners(added);
        for (DescSet.Id id : added.descs().ids()) {
            take(id.desc());
            owners.put(id, added);
        }
        Deque<RegisteredCollector> same = byIdentity.get(added.identity());
        if (same == null) {
            same = new ArrayDeque<>(1);
            byIdentity.put(added.identity(), same);
        }
        same.add(added);
        for (Iterator<String> names = free.keySet().iterator(); names.hasNext(); ) {
            if (gone.remove(names.next()) != null) {
                names.remove();
            }
        }
        return free;
    }

    /** Frees the Descs, and remembers names that nobody uses any more. */
    void remove(RegisteredCollector removed) {
        remove(removed, Set.of());
    }

    private void remove(RegisteredCollector removed, Set<String> forgotten) {
        for (DescSet.Id id : removed.descs().ids()) {
            owners.remove(id);
            release(id.desc(), forgotten);
        }
        Deque<RegisteredCollector> same = byIdentity.get(removed.identity());
        if (same == null) {
            return;
        }
        if (same.peek() == removed) {
            same.remove();
        } else {
            same.removeIf(registered -> registered == removed);
        }
        if (same.isEmpty()) {
            byIdentity.remove(removed.identity());
        }
    }

    /** The first registration of this identity, or null. */
    @Nullable
    RegisteredCollector find(WrappedCollector.Identity identity) {
        Deque<RegisteredCollector> same = byIdentity.get(identity);
        return same == null ? null : same.peek();
    }

    /** The collector that described exactly this set, or null. */
    @Nullable
    RegisteredCollector ownerOf(DescSet descs) {
        if (descs.isEmpty()) {
            return null;
        }
        RegisteredCollector owner = owners.get(descs.ids().get(0));
        return owner != null && owner.descs().ids().equals(descs.ids()) ? owner : null;
    }

    private void take(Desc desc) {
        String written = FamilyRules.written(desc.name());
        Taken name = taken.get(written);
        if (name == null) {
            name = new Taken(desc);
            taken.put(written, name);
        }
        name.users++;
    }

    private void release(Desc desc, Set<String> forgotten) {
        String written = FamilyRules.written(desc.name());
        Taken name = taken.get(written);
        if (name == null || --name.users > 0) {
            return;
        }
        taken.remove(written);
        if (forgotten.contains(written)) {
            return;
        }
        gone.put(written, name.first);
        if (gone.size() > REMEMBERED) {
            Iterator<String> oldest = gone.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Checks a name; if nobody uses it yet, it is added to the others of its collector that are free. */
    private void checkName(Desc desc, Map<String, Desc> free) {
        String written = FamilyRules.written(desc.name());
        Taken name = taken.get(written);
        if (name != null) {
            checkSame(desc, name.first, "as registered before under this name");
            return;
        }
        Desc first = free.putIfAbsent(written, desc);
        if (first != null) {
            checkSame(desc, first, "as the same collector described under this name");
            return;
        }
        Desc last = gone.get(written);
        if (last != null) {
            // Nobody uses it now, so it may be spelt in another way.
            refuse(desc, FamilyRules.difference(desc, last), "as registered before under this name");
            return;
        }
        String collision = FamilyRules.suffixCollision(written, desc.type(), new FamilyRules.KnownTypes() {
            @Override
            public @Nullable MetricType typeOf(String other) {
                return RegisteredNames.this.typeOf(other, free);
            }
        });
        if (collision != null && !written.equals(desc.name())) {
            collision = "after escaping, " + collision;
        }
        refuse(desc, collision, "expected a name of its own");
    }

    private static void checkSame(Desc desc, Desc before, String why) {
        if (!desc.name().equals(before.name())) {
            String collision = "after escaping, this is the name of the " + before.quoted();
            refuse(desc, collision, "expected a name of its own");
        }
        refuse(desc, FamilyRules.difference(desc, before), why);
    }

    private @Nullable MetricType typeOf(String written, Map<String, Desc> free) {
        Taken name = taken.get(written);
        Desc desc = name != null ? name.first : free.getOrDefault(written, gone.get(written));
        return desc == null ? null : desc.type();
    }

    private void checkOwners(RegisteredCollector added) {
        RegisteredCollector equal = ownerOf(added.descs());
        if (equal != null) {
            throw new AlreadyRegisteredException(
                    added + ": already registered, as " + added.descs().names()
                            + "; registerOrGet returns the registered one",
                    WrappedCollector.given(equal.collector()));
        }
        for (Desc desc : added.descs().descs()) {
            RegisteredCollector owner = owners.get(new DescSet.Id(desc));
            if (owner != null) {
                throw new IllegalArgumentException(desc.quoted() + ": " + owner
                        + " already describes this name with the const labels " + desc.constLabels());
            }
        }
    }

    private static void refuse(Desc desc, @Nullable String fault, String why) {
        if (fault != null) {
            throw new IllegalArgumentException(desc.quoted() + ": " + fault + ", " + why);
        }
    }

    /**
     * Logs which of these are no counters for OpenMetrics 1.0. A logger may be a user's code, so no lock may be held.
     *
     * @param newNames one Desc for each name that is new
     */
    static void logUnknownCounters(Collection<Desc> newNames) {
        for (Desc desc : newNames) {
            if (desc.type() == MetricType.COUNTER
                    && !(desc.name().endsWith(TOTAL) && desc.name().length() > TOTAL.length())) {
                new GatherError(desc.quoted()
                                + ": its name does not end in \"_total\", so it has the type unknown in OpenMetrics"
                                + " 1.0, and neither exemplars nor the time when counting began")
                        .log(RegisteredNames.class.getPackageName(), Level.INFO);
            }
        }
    }
}
