package dev.fennel.exposition.catalogue;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Writes a catalogue as a table in Markdown. */
final class Markdown {
    private Markdown() {}

    static String page(String title, List<CatalogueEntry> entries) {
        StringBuilder page = new StringBuilder("# " + text(title) + "\n\n"
                + "| name | type | unit | labels | help |\n| --- | --- | --- | --- | --- |\n");
        for (CatalogueEntry entry : entries) {
            String labels = entry.labels().stream().map(Markdown::code).collect(joining(", "));
            page.append("| " + code(entry.name()) + " | " + entry.type() + " | " + text(entry.unit()) + " | " + labels
                    + " | " + text(entry.help()) + " |\n");
        }
        return page.toString();
    }

    /** Text as it is, on one line. */
    private static String text(String plain) {
        StringBuilder escaped = new StringBuilder();
        for (char c : plain.strip().toCharArray()) {
            switch (c) {
                case '\\', '|', '*', '`', '[' -> escaped.append('\\').append(c);
                case '<' -> escaped.append("&lt;");
                case '&' -> escaped.append("&amp;");
                case '\n', '\r' -> escaped.append(' ');
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** A name as code. A bar would end the cell there too. */
    private static String code(String name) {
        String shown = name.replace("|", "\\|").replace('\n', ' ');
        return name.contains("`") ? "`` " + shown + " ``" : "`" + shown + "`";
    }
}
