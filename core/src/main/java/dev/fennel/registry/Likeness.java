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
     * @throws IllegalArgumentException the refusal, or one that says in what the layouts differ
     */
    static <C extends Collector> C existing(AlreadyRegisteredException refusal, C given) {
        Collector existing = refusal.existing();
        if (given.getClass() != existing.getClass()) {
            throw refusal;
        }
        Likeness one = new Likeness(existing);
        Likeness other = new Likeness(given);
        // Equal Descs, not just the same identities: a Vec's labels may be the same in another order.
        DescSet known = one.descs.build();
        if (!known.equals(other.descs.build())) {
            throw refusal;
        }
        if (!one.layout.equals(other.layout)) {
            throw new IllegalArgumentException(known.descs().get(0).quoted() + ": got " + other.layout
                    + ", expected what is registered already: " + one.layout);
        }
        @SuppressWarnings("unchecked") // the classes are the same
        C same = (C) existing;
        return same;
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
