package dev.fennel.httpserver;

import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What was read from some files, which are read again when they have changed.
 *
 * <p>They are looked at when somebody asks for what is in them, and at most once in five seconds. Their times, sizes
 * and file keys decide, so that a file that another one is renamed to is noticed, and so is a symbolic link that leads
 * elsewhere, as Kubernetes mounts its secrets. What cannot be read, because the file is broken, not complete yet or
 * gone, leaves in use what was read before. That is logged once for each change, and tried again.
 *
 * <p>Used by any number of threads. One at a time looks at the files, under a lock, and the others use what is there
 * without waiting for it. A thread that dies meanwhile releases the lock, in a {@code finally}.
 */
final class WatchedFiles<T> {
    static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Logger LOGGER = System.getLogger("dev.fennel.httpserver");
    private static final String MISSING = "missing";

    private final List<Path> files;
    private final Supplier<T> reader;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Contents<T> contents;
    private volatile long lastCheck;
    /** What the files looked like when they were last read successfully. Guarded by the lock. */
    private List<String> read;
    /** What they looked like when it was last logged that they cannot be read. Guarded by the lock. */
    private List<String> complainedAbout = List.of();

    /**
     * What the files contain.
     *
     * @param now what was read last
     * @param before what was read before that, or the same if there was nothing before
     */
    record Contents<T>(T now, T before) {}

    /**
     * Reads files.
     *
     * @param reader reads them all; throws a {@link RuntimeException} with a message if it cannot, to the caller when
     *     they are read first
     */
    WatchedFiles(List<Path> files, Supplier<T> reader, LongSupplier nanoTime) {
        this.files = files;
        this.reader = reader;
        this.nanoTime = nanoTime;
        lastCheck = nanoTime.getAsLong();
        read = look(); // before they are read, so that what changes meanwhile is read again
        T first = reader.get();
        contents = new Contents<>(first, first);
    }

    /** What the files contain. Reads them again first if they have changed. */
    Contents<T> contents() {
        if (nanoTime.getAsLong() - lastCheck >= CHECK_NANOS && lock.tryLock()) {
            News news;
            try {
                lastCheck = nanoTime.getAsLong();
                news = readIfChanged();
            } finally {
                lock.unlock();
            }
            if (news != null) {
                news.text.log(LOGGER, news.level);
            }
        }
        return contents;
    }

    /** What they contained when they were last read. */
    Contents<T> lastContents() {
        return contents;
    }

    /** By which it is decided when to look at the files. */
    LongSupplier clock() {
        return nanoTime;
    }

    /** What is to be logged without the lock: a logger is foreign code, which may block or throw. */
    private record News(Level level, GatherError text) {}

    private @Nullable News readIfChanged() {
        List<String> looks = look();
        if (looks.equals(read)) {
            return null;
        }
        try {
            contents = new Contents<>(reader.get(), contents.now());
            read = looks;
        } catch (RuntimeException e) {
            if (looks.equals(complainedAbout)) {
                return null;
            }
            complainedAbout = looks;
            String problem = "changed, but what was read before stays in use, because of " + e.getMessage();
            return new News(Level.WARNING, new GatherError(problem, e));
        }
        return new News(Level.INFO, new GatherError("read " + files + " again, which changed"));
    }

    private List<String> look() {
        List<String> looks = new ArrayList<>();
        for (Path file : files) {
            looks.add(look(file));
        }
        return looks;
    }

    private static String look(Path file) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return is.lastModifiedTime() + " " + is.size() + " " + is.fileKey();
        } catch (IOException e) {
            return MISSING;
        }
    }
}
