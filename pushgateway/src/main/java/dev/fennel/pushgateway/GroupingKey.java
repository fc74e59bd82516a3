package dev.fennel.pushgateway;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.model.Labels;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The key of a group in the gateway: a job, and grouping labels sorted by name, so that equal keys make equal URLs.
 *
 * <p>Immutable.
 */
final class GroupingKey {
    private static final String JOB = "job";

    private final String job;
    private final SortedMap<String, String> labels;

    private GroupingKey(String job, SortedMap<String, String> labels) {
        this.job = job;
        this.labels = labels;
    }

    static GroupingKey ofJob(String job) {
        if (job.isEmpty()) {
            throw new IllegalArgumentException("expected the name of a job, got an empty one");
        }
        checkPair(JOB, job);
        return new GroupingKey(job, new TreeMap<>());
    }

    /** This key with one more label, if its name can be pushed in a format of that scheme. */
    GroupingKey with(String name, String value, EscapingScheme escaping) {
        if (name.equals(JOB)) {
            throw new IllegalArgumentException(
                    "grouping label \"job\": expected another name, the job \"" + job + "\" is part of every group");
        }
        checkPair(name, value);
        checkName(name, escaping);
        SortedMap<String, String> all = new TreeMap<>(labels);
        all.put(name, value);
        return new GroupingKey(job, all);
    }

    /** Throws if the name of a label cannot be pushed in a format of that scheme. */
    void check(EscapingScheme escaping) {
        labels.keySet().forEach(name -> checkName(name, escaping));
    }

    /**
     * Throws if not every gateway that reads the format understands the name. With UTF-8 names, a legal one that looks
     * escaped would be read as another; without, an escaped one would be stored as it is written.
     */
    private static void checkName(String name, EscapingScheme escaping) {
        boolean utf8 = escaping == EscapingScheme.ALLOW_UTF_8;
        if (utf8 && name.startsWith("U__")) {
            throw new IllegalArgumentException("grouping label \"" + name + "\": expected a name without \"U__\" in"
                    + " front, which the gateway takes for an escaped one");
        }
        if (!utf8 && !inPath(name).equals(name)) {
            throw new IllegalArgumentException("grouping label \"" + name
                    + "\": expected a name of ASCII letters, digits and \"_\" that does not start with a digit, or a"
                    + " format that allows UTF-8 names");
        }
    }

    /** A name as it stands in a path, where the format does not matter: a legal one as it is, any other with U__. */
    private static String inPath(String name) {
        return EscapingScheme.VALUES.labelName(name);
    }

    private static void checkPair(String name, String value) {
        Labels.of(name, value);
    }

    /** Whether the gateway will set a label of this name, as the format writes it, on what is pushed. */
    boolean sets(String labelName, EscapingScheme escaping) {
        String written = escaping.labelName(labelName);
        return written.equals(JOB) || labels.containsKey(written);
    }

    /** The path of the group, encoded, from {@code /metrics} on. */
    String path() {
        StringBuilder path = new StringBuilder("/metrics");
        PathEncoding.append(path, JOB, job);
        labels.forEach((name, value) -> PathEncoding.append(path, inPath(name), value));
        return path.toString();
    }
}
