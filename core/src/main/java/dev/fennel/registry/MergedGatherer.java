package dev.fennel.registry;

import java.util.List;

/** Merges what several gatherers bring, and again only if one of them brings something else than the last time. */
final class MergedGatherer implements Gatherer {
    private final List<Gatherer> gatherers;

    /** The last merge. Gathers race to write it, which is harmless: each checks that it is current. */
    private volatile Merge last = new Merge(new GatherResult[0], new GatherResult(List.of(), List.of()));

    MergedGatherer(List<Gatherer> gatherers) {
        this.gatherers = gatherers;
    }

    @Override
    public GatherResult gather() {
        GatherResult[] parts = new GatherResult[gatherers.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = GathererRun.resultOf(gatherers.get(i));
        }
        Merge known = last;
        if (known.isOf(parts)) {
            return known.result();
        }
        Merge merge = new Merge(parts, new GatherMerge(known.result().families()).merge(parts));
        last = merge;
        return merge.result();
    }

    /**
     * A merge done.
     *
     * @param parts what each gatherer brought
     * @param result what became of it
     */
    private record Merge(GatherResult[] parts, GatherResult result) {
        boolean isOf(GatherResult[] others) {
            boolean same = parts.length == others.length;
            for (int i = 0; same && i < parts.length; i++) {
                same = parts[i] == others[i];
            }
            return same;
        }
    }
}
