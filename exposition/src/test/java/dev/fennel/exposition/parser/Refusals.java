package dev.fennel.exposition.parser;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Reads tables of texts that a parser refuses. */
final class Refusals {
    private Refusals() {}

    /**
     * The cases of a table.
     *
     * @param table a row for each case: the text, in which ⏎ stands for a line feed, then the line and the column of
     *     the error, and what is wrong there
     * @return for each case the text and the whole message
     */
    static Stream<Arguments> table(String table) {
        return table.lines().map(row -> {
            String[] cells = row.split(" \\| ", 3);
            String[] place = cells[1].split(":");
            return Arguments.of(
                    cells[0].replace('⏎', '\n'), "line " + place[0] + ", column " + place[1] + ": " + cells[2]);
        });
    }
}
