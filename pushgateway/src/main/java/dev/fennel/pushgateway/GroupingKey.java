package dev.fennel.pushgateway;

import dev.fennel.model.Labels;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The key of a group in the gateway: a job, and grouping labels sorted by name, so that equal keys make equal URLs.
 *
 * <p>Immutable.
 */
final class GroupingKey {
    private static final String JOB = "job";

    /**
     * Label names that go into the path as they are. Newer gateways take others as well, escaped with {@code U__} in
     * front, but older ones store the escaped name, so there is no form that means the same to both.
     */
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /** What a label name cannot have to be plain. */
    private static final Pattern NOT_PLAIN = Pattern.compile("^[0-9]|[^a-zA-Z0-9_]");

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

    GroupingKey with(String name, String value) {
        if (name.equals(JOB)) {
            throw new IllegalArgumentException(
                    "grouping label \"job\": expected another name, the job \"" + job + "\" is part of every group");
        }
        checkPair(name, value);
        if (!PLAIN_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("grouping label \"" + name
                    + "\": expected a name of ASCII letters, digits and \"_\" that does not start with a digit");
        }
        SortedMap<String, String> all = new TreeMap<>(labels);
        all.put(name, value);
        return new GroupingKey(job, all);
    }

    private static void checkPair(String name, String value) {
        Labels.of(name, value);
    }

    /**
     * Whether the gateway will set a label of this name on what is pushed. It compares what it reads, and the text
     * format has written {@code _} for each character that a plain name cannot have.
     */
    boolean sets(String labelName) {
        String written = NOT_PLAIN.matcher(labelName).replaceAll("_");
        return written.equals(JOB) || labels.containsKey(written);
    }

    /** The path of the group, encoded, from {@code /metrics} on. */
    String path() {
        StringBuilder path = new StringBuilder("/metrics");
        PathEncoding.append(path, JOB, job);
        labels.forEach((name, value) -> PathEncoding.append(path, name, value));
        return path.toString();
    }
}
