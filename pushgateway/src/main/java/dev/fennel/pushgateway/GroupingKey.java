package dev.fennel.pushgateway;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The key of a group in the gateway, and its path in the URL: a job, and grouping labels sorted by name, so that equal
 * keys make equal URLs.
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
     * Throws if some gateways that read the format would misunderstand the name. With UTF-8 names, they would decode a
     * legal name that looks escaped; without, they would store an escaped name as it is written.
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

    /** A name as it is written in a path, whatever the format: a legal one as it is, any other escaped with U__. */
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

    /**
     * Writes a label as two segments of a URL path, so that the gateway reads back exactly the same value.
     *
     * <p>Most values are percent-encoded, a space as {@code %20}, because in a path {@code +} is a plus. Values that
     * percent-encoding cannot bring through a path are written in base64, which a suffix of the label's name announces:
     * the empty value (written as one character of padding), values with a slash, and the values {@code .} and
     * {@code ..}, which servers and proxies resolve as steps even when they are encoded.
     */
    private static final class PathEncoding {
        private static final String UNRESERVED = "-._~";
        private static final HexFormat HEX = HexFormat.of().withUpperCase();
        private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

        static void append(StringBuilder path, String name, String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            path.append('/').append(name);
            if (value.isEmpty()) {
                path.append("@base64/=");
            } else if (value.contains("/") || value.equals(".") || value.equals("..")) {
                path.append("@base64/").append(BASE64.encodeToString(bytes));
            } else {
                path.append('/');
                appendPercentEncoded(path, bytes);
            }
        }

        private static void appendPercentEncoded(StringBuilder path, byte[] bytes) {
            for (byte b : bytes) {
                char c = (char) (b & 0xFF);
                boolean plain = (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || UNRESERVED.indexOf(c) >= 0;
                if (plain) {
                    path.append(c);
                } else {
                    path.append('%').append(HEX.toHexDigits(b));
                }
            }
        }
    }
}
