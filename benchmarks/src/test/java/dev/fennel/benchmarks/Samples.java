package dev.fennel.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads a text exposition into values by series, so that those of several libraries can be compared. */
public final class Samples {
    private Samples() {}

    /**
     * The samples of the {@link ScrapeLoad} that Fennel exposes.
     *
     * @param lines the number of lines
     * @return values by series
     * @throws IOException never
     */
    public static Map<String, Double> ofFennel(int lines) throws IOException {
        TextScrape scrape = new TextScrape();
        scrape.lines = lines;
        scrape.makeSeries();
        return of(scrape.fennel().toString(StandardCharsets.UTF_8));
    }

    /**
     * The samples in a text.
     *
     * @param text a text exposition
     * @return values by series, whatever the order of labels and the notation of numbers
     */
    public static Map<String, Double> of(String text) {
        Map<String, Double> values = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            values.put(series(line.substring(0, space)), Double.valueOf(line.substring(space + 1)));
        });
        return values;
    }

    private static String series(String text) {
        int brace = text.indexOf('{');
        String labels = Arrays.stream(
                        text.substring(brace + 1, text.length() - 1).split(","))
                .filter(label -> !label.isEmpty())
                .map(label -> label.startsWith("le=") ? label.replace(".0\"", "\"") : label)
                .sorted()
                .collect(Collectors.joining(","));
        return text.substring(0, brace) + labels;
    }
}
