package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.registry.Registry;
import dev.fennel.testsupport.OtherJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a fresh JVM loads until its first scrape, as far as it depends on this library. Loading classes is most of the
 * time that this takes.
 */
class FirstScrapeTest {
    /** Somewhat above what is needed today. A change that goes beyond it should find out what its classes cost. */
    private static final int MAX_CLASSES = 132;

    /** Times, levels and tags come first. */
    private static final Pattern LOADED = Pattern.compile("(?m)^(?:\\[[^\\n]*?\\]\\s*)+(\\S+) source: (\\S*)");

    /** A program that is scraped once. */
    public static void main(String[] args) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Format.TEXT.write(Registry.defaultRegistry().gather(), body);
        System.out.println("scraped " + body.toString().contains("jvm_threads_current "));
    }

    @Test
    @Timeout(60)
    void noClassIsSpunAndFewAreLoaded() {
        String output = OtherJvm.run(FirstScrapeTest.class, List.of(Format.class), "-Xlog:class+load");

        assertThat(output).contains("scraped true");
        List<String> loaded = LOADED.matcher(output)
                .results()
                .map(line -> line.group(1))
                .filter(name -> name.startsWith("dev.fennel.") && !name.startsWith(FirstScrapeTest.class.getName()))
                .toList();
        assertThat(loaded)
                .contains(Format.class.getName(), Registry.class.getName())
                .noneMatch(name -> name.contains("/")) // a hidden class, as a lambda makes one
                .hasSizeLessThanOrEqualTo(MAX_CLASSES);
    }
}
