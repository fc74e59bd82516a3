package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Replaces a file as a whole, by a temporary file in the same directory that is renamed.
 *
 * <p>The order of the steps matters:
 *
 * <ol>
 *   <li>The temporary file belongs to its maker alone until it is written; it gets its owner before its mode. So nobody
 *       reads it who may not read the new file.
 *   <li>It is forced to the disk before it is renamed. A file system may do the second before the first, and after a
 *       power failure the new name would stand for an empty file.
 *   <li>The directory is forced to the disk after that. A failure of this step is not reported: the file is replaced,
 *       and after a power failure there is the old one or the new one.
 *   <li>Whatever fails before the renaming, the temporary file is deleted. If the process is killed, the next
 *       replacement in this directory deletes it when an hour has passed. No living process takes that long.
 * </ol>
 *
 * <p>Used by one thread. Tests override what touches the disk.
 */
class FileReplacement {
    /** node_exporter reads {@code *.prom}, so it ignores temporary files. */
    private static final String PREFIX = ".fennel-textfile-";

    private static final String SUFFIX = ".tmp";
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);
    /** node_exporter runs as a user of its own. */
    private static final Set<PosixFilePermission> READABLE_BY_ALL = PosixFilePermissions.fromString("rw-r--r--");

    private final Path file;
    private final Path target;
    private final Path directory;

    /**
     * Prepares to replace a file, without touching it.
     *
     * @param file the file as the user named it
     * @throws IllegalArgumentException if the path has no file name
     */
    FileReplacement(Path file) {
        this.file = file;
        this.target = file.toAbsolutePath();
        Path parent = target.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("expected the path of a file, got \"" + file + "\"");
        }
        this.directory = parent;
    }

    /** Throws if there is no directory for the file, or something stands in its place that is not a regular file. */
    final void checkTarget() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw failure("\"" + directory + "\" is " + (Files.exists(directory) ? "not a directory" : "not there"));
        }
        BasicFileAttributes old = attributes(BasicFileAttributes.class);
        if (old != null && !old.isRegularFile()) {
            throw failure("expected a regular file, got " + kind(old));
        }
    }

    private static String kind(BasicFileAttributes found) {
        if (found.isDirectory()) {
            return "a directory";
        }
        return found.isSymbolicLink() ? "a symbolic link" : "a device, pipe or socket";
    }

    private IOException failure(String reason) {
        return new IOException("nothing written to \"" + file + "\": " + reason);
    }

    /** The attributes of what has the file's name, or null if nothing has. */
    private <A extends BasicFileAttributes> @Nullable A attributes(Class<A> type) throws IOException {
        try {
            return Files.readAttributes(target, type, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Replaces the file by one with this content. */
    final void write(Encoder content) throws IOException {
        deleteLeftBehind();
        Path temporary = create();
        try {
            try (OutputStream out =
                    Files.newOutputStream(temporary, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                content.writeTo(out);
            }
            setOwnerAndMode(temporary);
            force(temporary, StandardOpenOption.WRITE);
            checkTarget();
            rename(temporary, target);
        } catch (Throwable thrown) {
            delete(temporary, thrown);
            throw thrown;
        }
        forceDirectory();
    }

    private Path create() throws IOException {
        try {
            return Files.createTempFile(directory, PREFIX, SUFFIX);
        } catch (AccessDeniedException e) {
            IOException denied = failure("no permission to create files in \"" + directory + "\"");
            denied.initCause(e);
            throw denied;
        }
    }

    private void setOwnerAndMode(Path temporary) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        if (posix == null) {
            return;
        }
        PosixFileAttributes old = attributes(PosixFileAttributes.class);
        if (old != null) {
            setOwner(posix, old);
        }
        setMode(posix, old == null ? READABLE_BY_ALL : old.permissions());
    }

    /** Sets what the process may set: the owner as root only, the group as one of its members. */
    private static void setOwner(PosixFileAttributeView posix, PosixFileAttributes old) throws IOException {
        PosixFileAttributes own = posix.readAttributes();
        try {
            if (!own.group().equals(old.group())) {
                posix.setGroup(old.group());
            }
            if (!own.owner().equals(old.owner())) {
                posix.setOwner(old.owner());
            }
        } catch (IOException e) {
            // The process may write the directory, and so replace the file, but not give a file away.
        }
    }

    /** Sets who may read and write the temporary file. */
    void setMode(PosixFileAttributeView temporary, Set<PosixFilePermission> mode) throws IOException {
        temporary.setPermissions(mode);
    }

    /** Waits until a file or directory is on the disk. */
    void force(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    private void forceDirectory() {
        try {
            force(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            // The file is replaced; and Windows cannot do this to a directory.
        }
    }

    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path temporary, Throwable reason) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private void deleteLeftBehind() {
        FileTime oldest = FileTime.from(Instant.now().minus(LEFT_BEHIND));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
            for (Path temporary : found) {
                deleteIfOlder(temporary, oldest);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // The directory cannot be listed. What was left behind does no harm.
        }
    }

    private static void deleteIfOlder(Path temporary, FileTime oldest) {
        try {
            if (Files.getLastModifiedTime(temporary, LinkOption.NOFOLLOW_LINKS).compareTo(oldest) < 0) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            // Another process has just deleted it, or it belongs to another user.
        }
    }
}
