package dev.fennel;

import dev.fennel.testsupport.Threads;
import java.util.Map;
import java.util.TreeMap;

/**
 * Uses an instrument at each depth of a recursion until the stack ends, catches the error, and does so again and again.
 * Afterwards all threads use the instrument and all of it is gathered, so that a lock that stayed taken hangs the
 * program. Prints {@code fine} if every count is exact but for the uses that threw, or what is wrong.
 *
 * <p>Arguments: the name of an operation, {@code first}, {@code cold} or {@code warm}, {@code deepen} or
 * {@code unwind}, the kilobytes of stack, and how many times the stack ends.
 */
final class StackOverflowProgram {
    static final String FIRST_USE = "first use";
    static final String LAST_USE = "last use";

    private static final int THREADS = 4;

    /** Enough for the compilers to have come to an end. */
    private static final int WARM = 100_000;

    /**
     * How many small frames at most are below the recursion: other ones each time, so that the stack ends at another
     * place. The size of a stack is rounded to whole pages, so it does not help to change that.
     */
    private static final int SMALL_FRAMES = 61;

    /** How often each thread comes to the end of its stack. */
    private static final int ENDS = 3;

    /** A thread that has used an instrument so often has a cell of its own there. */
    private static final int OWNERS_AFTER = 2_000;

    private StackOverflowProgram() {}

    /**
     * Runs one combination.
     *
     * @param args see the class
     */
    public static void main(String[] args) throws Exception {
        StackOverflowOperation operation = StackOverflowOperation.named(args[0]);
        if (args.length == 1) {
            useOnce(operation);
        } else {
            new Run(operation, args[1], "unwind".equals(args[2])).go(args);
            System.out.println("fine");
        }
    }

    /** Uses an instrument in all ways that there are without an end of the stack, between two lines of output. */
    private static void useOnce(StackOverflowOperation operation) throws Exception {
        Threads.run(THREADS, thread -> {});
        System.out.println(FIRST_USE);
        for (int i = 0; i < 10 * OWNERS_AFTER; i++) {
            operation.use().accept(i);
        }
        Threads.run(THREADS, thread -> {
            for (int i = 0; i < 10 * OWNERS_AFTER; i++) {
                operation.use().accept(thread + THREADS * i);
            }
        });
        System.out.println(LAST_USE);
    }

    /** The uses of one operation, and what became of them. */
    private static final class Run {
        private final StackOverflowOperation operation;
        private final boolean unwinding;
        private final int warmUps;
        private final Map<String, Integer> others = new TreeMap<>();
        private int next;
        private int ends;
        private long done;
        private long thrown;

        Run(StackOverflowOperation operation, String heat, boolean unwinding) {
            this.operation = operation;
            this.unwinding = unwinding;
            this.warmUps = "warm".equals(heat) ? OWNERS_AFTER : 0;
        }

        void go(String[] args) throws Exception {
            if (!"first".equals(args[1])) {
                use();
            }
            for (int i = 0; "warm".equals(args[1]) && i < WARM; i++) {
                use();
            }
            long stack = Long.parseLong(args[3]) * 1024;
            int times = Integer.parseInt(args[4]);
            for (int i = 0; i < times; i++) {
                Thread thread = new Thread(null, this::overflow, "deep", stack);
                thread.start();
                thread.join();
            }
            StackOverflowOperation.check(others.isEmpty(), "thrown: " + others);
            Threads.run(THREADS, thread -> {
                for (int i = 0; i < 1_000; i++) {
                    operation.use().accept(thread * 1_000 + i);
                }
            });
            StackOverflowOperation.check(operation.registry().gather().errors().isEmpty(), "the gather has errors");
            double total = operation.total().getAsDouble();
            long surely = done + THREADS * 1_000L;
            StackOverflowOperation.check(
                    !(total < surely || total > surely + thrown), total + " instead of " + surely + " + " + thrown);
        }

        private void overflow() {
            for (int i = 0; i < warmUps; i++) {
                use();
            }
            for (int i = 0; i < ENDS; i++) {
                try {
                    recurseBelow(ends++ % SMALL_FRAMES);
                } catch (StackOverflowError end) {
                    // As a server does.
                }
            }
        }

        private void recurseBelow(int smallFrames) {
            if (smallFrames > 0) {
                recurseBelow(smallFrames - 1);
            } else {
                recurse();
            }
        }

        private void recurse() {
            if (unwinding) {
                try {
                    recurse();
                } finally {
                    use();
                }
            } else {
                use();
                recurse();
            }
        }

        private void use() {
            thrown++;
            try {
                operation.use().accept(next++);
            } catch (StackOverflowError end) {
                throw end;
            } catch (Throwable other) {
                others.merge(other.toString(), 1, Integer::sum);
                throw other;
            }
            thrown--;
            done++;
        }
    }
}
