package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.parser.TextParser;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramBuilder;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.Summary;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is written in OpenMetrics 2.0 is in its grammar, and reads back as what it was. */
class OpenMetrics2RoundTripTest {
    private static final int PAGES = Integer.getInteger("openmetrics2.pages", 4_000);
    private static final Format UTF_8 = Format.OPENMETRICS_2_0.withEscaping(EscapingScheme.ALLOW_UTF_8);

    private static String write(Encoder encoder, List<MetricFamily> families, String seed) {
        String text = Families.encode(encoder, families);
        int wrong = OpenMetrics2Grammar.firstWrongLine(text);
        if (wrong > 0) {
            throw new AssertionError(seed + ": " + text.split("\n")[wrong - 1]);
        }
        return text;
    }

    @Test
    void familiesReadBackAsTheyWere() {
        Encoder encoder = UTF_8.newEncoder();
        for (int i = 0; i < PAGES; i++) {
            String seed = "seed " + i;
            SplittableRandom random = new SplittableRandom(i);
            List<MetricFamily> families = new OpenMetrics2Bodies(random).next(random.nextInt(5));

            String text = write(encoder, families, seed);
            List<MetricFamily> read = TextParser.openMetrics2().parse(text);

            assertThat(encoder.errors()).as(seed).isEmpty();
            assertThat(facts(read)).as(seed).isEqualTo(facts(families));
            assertThat(Families.encode(encoder, read)).as(seed).isEqualTo(text);
        }
    }

    private static List<String> facts(List<MetricFamily> families) {
        List<String> facts = new ArrayList<>();
        for (MetricFamily family : families) {
            facts.add(family.quoted());
            facts.addAll(ModelLines.of(family));
        }
        return facts;
    }

    /** With values that are not valid too, whose metrics are left out. */
    @ParameterizedTest
    @EnumSource
    void onlyWhatIsValidIsWritten(EscapingScheme scheme) {
        Encoder encoder = Format.OPENMETRICS_2_0.withEscaping(scheme).newEncoder();
        int errors = 0;
        for (int i = 0; i < PAGES / 4; i++) {
            SplittableRandom random = new SplittableRandom(i);
            write(encoder, new RandomFamilies(i).next(), "seed " + i);
            errors += encoder.errors().size();
            write(encoder, new OpenMetrics2Bodies(random).next(random.nextInt(5)), "seed " + i);
            write(encoder, new RandomBodies(random, false).next(random.nextInt(5)), "seed " + i);
        }
        assertThat(errors).isPositive();
    }

    @Test
    void registriesReadBackAsTheyAre() {
        Encoder encoder = UTF_8.newEncoder();
        for (int i = 0; i < PAGES / 20; i++) {
            String seed = "seed " + i;
            GatherResult gathered = registry(new SplittableRandom(i)).gather();

            String text = write(encoder, gathered.families(), seed);
            List<MetricFamily> read = TextParser.openMetrics2().parse(text);

            assertThat(gathered.errors()).as(seed).isEmpty();
            assertThat(encoder.errors()).as(seed).isEmpty();
            assertThat(read).as(seed).hasSameSizeAs(gathered.families());
            assertThat(Families.encode(encoder, read)).as(seed).isEqualTo(text);
        }
    }

    private static Registry registry(SplittableRandom random) {
        RandomText text = new RandomText(random);
        Registry registry = Registry.create();
        Counter counter = Counter.builder("jobs_total", "Jobs.").register(registry);
        counter.addWithExemplar(random.nextInt(100), Labels.of("trace_id", text.text(5)));
        Gauge.builder("depth." + text.text(3), text.text(5)).register(registry).set(text.number());
        Info.builder("build_info", "Build.", "version").register(registry).addLabelValues(text.text(5));
        StateSet.builder("phase", "Phase.", "on", "off" + text.text(3)).register(registry);
        Summary summary = Summary.builder("size_bytes", "Size.")
                .unit("bytes")
                .objective(0.5, 0.05)
                .register(registry);
        HistogramBuilder<Histogram> builder = Histogram.builder("latency", "Latency.");
        if (random.nextBoolean()) {
            builder = builder.nativeBuckets(1.1 + random.nextDouble()).maxBuckets(random.nextInt(5, 40));
        }
        Histogram histogram = (random.nextBoolean() ? builder.buckets(-1, 0, 1, 1e6) : builder).register(registry);
        for (int i = random.nextInt(100); i > 0; i--) {
            double observed = Math.scalb(random.nextDouble(-1, 1), random.nextInt(-9, 30));
            histogram.observeWithExemplar(observed, Labels.of("i", text.text(3)));
            summary.observe(Math.abs(observed));
        }
        return registry;
    }
}
