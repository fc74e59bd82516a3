package dev.fennel.exposition.programs;

import java.util.List;

/**
 * What came of a program.
 *
 * @param verdicts for each statement what it returned; what it refused begins with {@link #REFUSED}
 * @param gathers what each gather returned, in order
 */
record Answer(List<String> verdicts, List<Gathered> gathers) {
    static final String REFUSED = "refused: ";

    /**
     * What a gather returned.
     *
     * @param error empty if all went well
     * @param pages the same families as the encoders of {@link Page#kinds} write them
     */
    record Gathered(String error, List<Page> pages) {}

    /**
     * What an encoder wrote.
     *
     * @param error empty if all went well
     * @param body the bytes
     */
    record Page(String error, byte[] body) {}
}
