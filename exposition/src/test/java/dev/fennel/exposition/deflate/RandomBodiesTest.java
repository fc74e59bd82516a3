package dev.fennel.exposition.deflate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random bodies come back as they were. {@code -Ddeflate.bodies=1000000} makes more of each kind, and
 * {@code -Ddeflate.seed} repeats a run.
 */
class RandomBodiesTest {
    private static final int BODIES = Integer.getInteger("deflate.bodies", 5_000);
    /** Long enough for several blocks. */
    private static final int MAX_LARGE = 400_000;

    private final long seed = Long.getLong("deflate.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Inflated inflated = new Inflated();

    @Test
    void linesComeBack() {
        for (int i = 0; i < BODIES; i++) {
            check(i, lines(length(i)));
        }
    }

    @Test
    void textsOfFewCharactersComeBack() {
        for (int i = 0; i < BODIES; i++) {
            byte[] alphabet = "\n\"a0{} ,=.\\#".getBytes(UTF_8);
            byte[] body = new byte[length(i)];
            int used = random.nextInt(1, alphabet.length + 1);
            for (int j = 0; j < body.length; j++) {
                body[j] = alphabet[random.nextInt(used)];
            }
            check(i, body);
        }
    }

    /** Of which each symbol occurs about so often as all before it together, so that codes get as long as they can. */
    @Test
    void textsOfVeryDifferentCharactersComeBack() {
        for (int i = 0; i < BODIES; i++) {
            byte[] body = new byte[length(i)];
            for (int j = 0; j < body.length; j++) {
                body[j] = (byte) (Long.numberOfTrailingZeros(random.nextLong()) + 'a' + random.nextInt(2) * 40);
            }
            check(i, body);
        }
    }

    @Test
    void bytesThatRepeatSomeOfThoseBeforeComeBack() {
        for (int i = 0; i < BODIES; i++) {
            byte[] body = new byte[length(i)];
            random.nextBytes(body);
            for (int copies = random.nextInt(20); copies > 0 && body.length > 0; copies--) {
                int length = random.nextInt(body.length + 1);
                int from = random.nextInt(body.length - length + 1);
                System.arraycopy(body, from, body, random.nextInt(body.length - length + 1), length);
            }
            check(i, body);
        }
    }

    private void check(int number, byte[] body) {
        int margin = random.nextInt(20); // what is around it, such as the rest of an older body
        byte[] array = new byte[body.length + 2 * margin];
        Arrays.fill(array, (byte) '\n');
        System.arraycopy(body, 0, array, margin, body.length);
        inflated.size(array, margin, margin + body.length, "body " + number + ", seed " + seed);
    }

    /** Mostly short. */
    private int length(int number) {
        return random.nextInt(number % 100 == 0 ? MAX_LARGE : number % 10 == 0 ? 10_000 : 400);
    }

    /** Lines of which each repeats parts of some line before. */
    private byte[] lines(int length) {
        StringBuilder text = new StringBuilder();
        String[] names = new String[random.nextInt(1, 5)];
        Arrays.setAll(names, i -> word() + "{" + word() + "=\"");
        int period = random.nextInt(1, 20);
        long value = 0;
        while (text.length() < length) {
            String name = names[random.nextInt(names.length)];
            String label = random.nextInt(50) == 0 ? word().repeat(random.nextInt(3_000)) : "v" + value / period;
            value += random.nextInt(3);
            text.append(name)
                    .append(label)
                    .append("\",le=\"")
                    .append(value % period)
                    .append("\"} ");
            switch (random.nextInt(4)) {
                case 0 -> text.append(random.nextLong());
                case 1 -> text.append(value);
                case 2 -> text.append(random.nextDouble());
                default -> text.append(word());
            }
            text.append(random.nextInt(100) == 0 ? "" : "\n");
        }
        return Arrays.copyOf(text.toString().getBytes(UTF_8), length);
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            word.append((char) (random.nextInt(20) == 0 ? random.nextInt(1, 0x800) : random.nextInt('a', 'f')));
        }
        return word.toString();
    }
}
