package dev.fennel.exposition.programs;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.testsupport.Age;
import java.util.ArrayList;
import java.util.List;

/**
 * What an encoder is asked for.
 *
 * @param format the format, its escaping scheme included
 * @param syntax what the format looks like
 */
record PageKind(Format format, Syntax syntax) {
    enum Syntax {
        TEXT,
        OPENMETRICS,
        OPENMETRICS_WITH_CREATED,
        PROTOBUF
    }

    /** Those that a version of the reference writes, in the order of its answers. */
    static List<PageKind> of(Age age) {
        if (age == Age.SYSTEM) {
            return List.of(
                    new PageKind(Format.TEXT, Syntax.TEXT),
                    new PageKind(Format.OPENMETRICS, Syntax.OPENMETRICS),
                    new PageKind(Format.PROTOBUF, Syntax.PROTOBUF));
        }
        List<PageKind> kinds = new ArrayList<>();
        for (EscapingScheme scheme : EscapingScheme.values()) {
            Format openMetrics = Format.OPENMETRICS.withEscaping(scheme);
            kinds.add(new PageKind(Format.TEXT.withEscaping(scheme), Syntax.TEXT));
            kinds.add(new PageKind(openMetrics, Syntax.OPENMETRICS));
            kinds.add(new PageKind(openMetrics.withCreatedSamples(), Syntax.OPENMETRICS_WITH_CREATED));
            kinds.add(new PageKind(Format.PROTOBUF.withEscaping(scheme), Syntax.PROTOBUF));
        }
        return kinds;
    }

    boolean isOpenMetrics() {
        return syntax == Syntax.OPENMETRICS || syntax == Syntax.OPENMETRICS_WITH_CREATED;
    }

    @Override
    public String toString() {
        return syntax + " with " + format.escaping();
    }
}
