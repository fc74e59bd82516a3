package dev.fennel.registry;

import dev.fennel.internal.families.FamilySink;
import dev.fennel.internal.families.FamilySource;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import java.util.function.Consumer;

/** What two collectors of one class must have in common for one to be returned in place of the other. */
final class Likeness implements Consumer<Desc>, FamilySink {
    private final Collector described;
    private final DescSet.Builder descs = new DescSet.Builder();

    /** Empty for a collector that is made of nothing but its Descs, as far as is known. */
    private String layout = "";

    private Likeness(Collector described) {
        this.described = described;
        described.describe(this);
    }

    /**
     * The collector that is registered already, if a given one is like it.
     *
     * @param refusal has the registered one
     * @param given the one that was refused
     * @throws AlreadyRegisteredException in place of the refusal, saying in what the two differ
     */
    static <C extends Collector> C existing(AlreadyRegisteredException refusal, C given) {
        Collector existing = refusal.existing();
        Likeness one = new Likeness(existing);
        Likeness other = new Likeness(given);
        checkSame(
                existing,
                "a " + given.getClass().getName(),
                "a " + existing.getClass().getName(),
                one);
        // Equal Descs, not just the same identities: a Vec's labels may be the same in another order.
        checkSame(existing, other.descs.build(), one.descs.build(), one);
        checkSame(existing, other.layout, one.layout, one);
        @SuppressWarnings("unchecked") // the classes are the same
        C same = (C) existing;
        return same;
    }

    private static void checkSame(Collector existing, Object got, Object expected, Likeness one) {
        if (!got.equals(expected)) {
            throw new AlreadyRegisteredException(
                    one.descs.build().descs().get(0).quoted() + ": got " + got
                            + ", expected what is registered already: " + expected,
                    existing);
        }
    }

    @Override
    public void accept(Desc desc) {
        descs.accept(desc);
    }

    @Override
    public void offer(Collector offering, FamilySource source) {
        // Nothing is gathered here.
    }

    @Override
    public boolean comparesLayouts() {
        return true;
    }

    @Override
    public void layout(Collector describing, String words) {
        if (describing == described) {
            layout = words;
        }
    }
}
