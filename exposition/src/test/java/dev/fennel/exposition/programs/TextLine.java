package dev.fennel.exposition.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes lines of the text formats apart, as far as known differences need it. Used for one line. */
final class TextLine {
    /** Keyword, name with its quotes if it has some, and what follows. */
    static final Pattern METADATA =
            Pattern.compile("# (HELP|TYPE|UNIT) (\"(?:[^\"\\\\]|\\\\.)*\"|\\S+) (.*)", Pattern.DOTALL);

    private static final String EXEMPLAR = " # {";
    private static final Pattern LEGACY_LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern LEGACY_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private final String line;
    private int at;

    private TextLine(String line, int at) {
        this.line = line;
        this.at = at;
    }

    /** A label name as Fennel writes it: in quotes unless it is legal. */
    static String label(String name) {
        return LEGACY_LABEL.matcher(name).matches() ? name : quoted(name);
    }

    /** A metric name, or a label name as the reference writes it. */
    static String nameOfTheirs(String name) {
        return LEGACY_NAME.matcher(name).matches() ? name : quoted(name);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** A written name with a suffix, which is within the quotes if there are some. */
    static String suffixed(String name, String suffix) {
        return name.endsWith("\"") ? name.substring(0, name.length() - 1) + suffix + '"' : name + suffix;
    }

    /** Whether a line is a sample of a written name. */
    static boolean isSampleOf(String name, String line) {
        String start = name.endsWith("\"") ? '{' + name : name;
        return line.startsWith(start) && " {,}".indexOf(line.charAt(start.length())) >= 0;
    }

    /** The index where the exemplar of a line begins; the end if it has none. */
    static int startOfExemplar(String line) {
        TextLine text = new TextLine(line, 0);
        while (text.at < line.length() && !line.startsWith(EXEMPLAR, text.at)) {
            text.next();
        }
        return text.at;
    }

    /** The line with other label names of the series. */
    static String withLabels(String line, Map<String, String> names) {
        if (line.startsWith("#")) {
            return line;
        }
        int exemplar = startOfExemplar(line);
        return replaced(line.substring(0, exemplar), names, new ArrayList<>()) + line.substring(exemplar);
    }

    /** The line with other label names of the exemplar, or without it if two of them are the same then. */
    static String withExemplarLabels(String line, Map<String, String> names) {
        if (line.startsWith("#")) {
            return line;
        }
        int start = startOfExemplar(line);
        List<String> written = new ArrayList<>();
        String exemplar = replaced(line.substring(start), names, written);
        boolean areDifferent = Set.copyOf(written).size() == written.size();
        return line.substring(0, start) + (areDifferent ? exemplar : "");
    }

    /** Replaces what stands before an equals sign, and adds it to a list. */
    private static String replaced(String part, Map<String, String> names, List<String> written) {
        StringBuilder out = new StringBuilder();
        TextLine text = new TextLine(part, 0);
        while (text.at < part.length()) {
            String token = text.next();
            boolean isName = text.at < part.length() && part.charAt(text.at) == '=';
            String replaced = isName ? names.getOrDefault(token, token) : token;
            if (isName) {
                written.add(replaced);
            }
            out.append(replaced);
        }
        return out.toString();
    }

    /** A quoted string, a word, or any other character. */
    private String next() {
        int start = at++;
        if (line.charAt(start) == '"') {
            while (line.charAt(at) != '"') {
                at += line.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
        } else if (isWord(start)) {
            while (at < line.length() && isWord(at)) {
                at++;
            }
        }
        return line.substring(start, at);
    }

    private boolean isWord(int index) {
        char c = line.charAt(index);
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
    }

    /** Whether two lines are the same but for the last digit of a created sample or of an exemplar's time. */
    static boolean differInLastPlaceOfTime(String ours, String theirs) {
        int last = ours.lastIndexOf(' ') + 1;
        boolean hasTime = !ours.startsWith("#") && (ours.contains("_created") || startOfExemplar(ours) < ours.length());
        if (!hasTime || ours.equals(theirs) || !theirs.startsWith(ours.substring(0, last))) {
            return false;
        }
        try {
            double our = Double.parseDouble(ours.substring(last));
            double their = Double.parseDouble(theirs.substring(last));
            return Math.abs(our - their) <= Math.ulp(our);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
