package dev.fennel.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page in Markdown that users read.
 *
 * @param path where it is, seen from the folder of this module
 * @param text what it says
 */
record Page(Path path, String text) {
    static final Path ROOT = Path.of("..");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** A page, by its path in the project. */
    static Page of(String path) throws IOException {
        Path file = ROOT.resolve(path);
        return new Page(file, Files.readString(file));
    }

    /** All pages at the top of the project and of its modules. */
    static List<Page> all() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(ROOT, 2)) {
            files = found.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/."))
                    .sorted()
                    .toList();
        }
        List<Page> pages = new ArrayList<>();
        for (Path file : files) {
            pages.add(new Page(file, Files.readString(file)));
        }
        return pages;
    }

    /** The code blocks in a language. */
    List<String> blocks(String language) {
        return Pattern.compile("(?ms)^ *```" + language + "\\n(.*?)^ *```")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** What is set as code in one column of the tables that have it, by the column's title. */
    List<String> codeInColumn(String title) {
        List<String> code = new ArrayList<>();
        int column = -1;
        for (String line : text.lines().toList()) {
            String[] cells = line.split("\\|", -1);
            if (!line.startsWith("|")) {
                column = -1;
            } else if (column < 0) {
                column = columnOf(title, cells);
            } else {
                CODE.matcher(cells[column]).results().forEach(match -> code.add(match.group(1)));
            }
        }
        return code;
    }

    /** The place of a title in the first line of a table, or that of the empty text in front of it. */
    private static int columnOf(String title, String[] cells) {
        for (int i = 1; i < cells.length; i++) {
            if (cells[i].strip().equals(title)) {
                return i;
            }
        }
        return 0;
    }
}
