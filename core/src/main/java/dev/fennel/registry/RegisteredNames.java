package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import java.util.HashMap;
import java.util.Map;

/**
 * The rules of registration: which names and Descs are taken, and what a new collector must agree in with those before.
 *
 * <p>Guarded by the registry's lock, under which no collector's code runs.
 *
 * <ol>
 *   <li>A Desc belongs to one collector. An equal collector, with the same set of identities, is refused as
 *       {@linkplain AlreadyRegisteredException registered already}; one that shares only some of them is refused as
 *       well.
 *   <li>All Descs of a name agree in type, help, unit and label names, and no name is that of another's series: see
 *       {@link FamilyRules}. This holds even after the collectors of a name are gone, since a server that has seen it
 *       goes on expecting the same.
 *   <li>All is checked before anything changes, so a collector that is refused leaves no trace.
 * </ol>
 */
final class RegisteredNames {
    private final Map<String, Desc> firstOfName = new HashMap<>();
    private final Map<DescSet.Id, RegisteredCollector> owners = new HashMap<>();

    /** Takes all Descs of a collector, or, when this throws, none. */
    void add(RegisteredCollector added) {
        Map<String, Desc> newNames = new HashMap<>();
        for (Desc desc : added.descs().descs()) {
            checkDimensions(desc, newNames);
        }
        checkOwners(added);
        firstOfName.putAll(newNames);
        for (DescSet.Id id : added.descs().ids()) {
            owners.put(id, added);
        }
    }

    /** Frees the Descs, but not the names. */
    void remove(RegisteredCollector removed) {
        owners.keySet().removeAll(removed.descs().ids());
    }

    /** The collector that described exactly this set, or null. */
    @Nullable
    RegisteredCollector ownerOf(DescSet descs) {
        if (descs.isEmpty()) {
            return null;
        }
        RegisteredCollector owner = owners.get(descs.ids().iterator().next());
        return owner != null && owner.descs().ids().equals(descs.ids()) ? owner : null;
    }

    private void checkDimensions(Desc desc, Map<String, Desc> newNames) {
        Desc before = firstOfName.get(desc.name());
        if (before != null) {
            refuse(desc, FamilyRules.difference(desc, before), "as registered before under this name");
            return;
        }
        Desc first = newNames.putIfAbsent(desc.name(), desc);
        if (first != null) {
            refuse(desc, FamilyRules.difference(desc, first), "as the same collector described under this name");
            return;
        }
        String collision = FamilyRules.suffixCollision(desc.name(), desc.type(), name -> typeOf(name, newNames));
        refuse(desc, collision, "expected a name of its own");
    }

    private @Nullable MetricType typeOf(String name, Map<String, Desc> newNames) {
        Desc desc = firstOfName.getOrDefault(name, newNames.get(name));
        return desc == null ? null : desc.type();
    }

    private void checkOwners(RegisteredCollector added) {
        RegisteredCollector equal = ownerOf(added.descs());
        if (equal != null) {
            throw new AlreadyRegisteredException(
                    added + ": already registered, as " + added.descs().descs(),
                    WrappedCollector.given(equal.collector()));
        }
        for (Desc desc : added.descs().descs()) {
            RegisteredCollector owner = owners.get(DescSet.Id.of(desc));
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
}
