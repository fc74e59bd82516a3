package dev.fennel.collectors;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * What Linux tells about this process in {@code /proc}; see proc(5) for the files.
 *
 * <p>Anything missing, cut off or malformed there makes the numbers read from it NaN.
 */
final class LinuxProcess implements ProcessSource {
    /** What the kernel calls USER_HZ: 100 on every architecture that Java runs on, and no file tells. */
    private static final double TICKS_PER_SECOND = 100;

    private static final double BYTES_PER_KB = 1024;

    /** What client_golang reports where no limit is set: the largest number of 64 bits. */
    private static final double UNLIMITED = 0x1p64;

    private final Path root;
    private final Path self;
    private final File descriptors;

    /**
     * Whether the size of the directory of descriptors is their number, as since Linux 6.2: then it takes no time to
     * tell, where a listing takes milliseconds for ten thousand. Tried out rather than derived from a version, so that
     * nothing that only looks like Linux is misread; a descriptor opened meanwhile just means that they are listed.
     */
    private final boolean sizeIsCount;

    /**
     * The start time, or NaN until it is first read. It is kept because the file it needs takes long to make on
     * machines with many CPUs, and because the kernel's boot time wanders when the clock is set. Several threads may
     * find the same number at once.
     */
    private volatile double startSeconds = Double.NaN;

    LinuxProcess(Path root) {
        this.root = root;
        this.self = root.resolve("self");
        this.descriptors = self.resolve("fd").toFile();
        long size = descriptors.length();
        this.sizeIsCount = size > 0 && size == countDescriptors();
    }

    static boolean isAt(Path root) {
        return Files.isReadable(root.resolve("self").resolve("stat"));
    }

    @Override
    public void read(ObjDoubleConsumer<ProcessFamily> out) {
        readStat(out);
        readStatus(out);
        readLimits(out);
        readNetwork(out);
        out.accept(ProcessFamily.OPEN_FDS, openDescriptors());
    }

    private void readStat(ObjDoubleConsumer<ProcessFamily> out) {
        String text = ProcText.read(self.resolve("stat"));
        // The second field is the program's name in parentheses, and may itself hold blanks and parentheses.
        int nameEnd = text.lastIndexOf(')');
        String[] fields = nameEnd < 0 ? new String[0] : ProcText.words(text.substring(nameEnd + 1));
        out.accept(ProcessFamily.CPU_SECONDS, (statField(fields, 14) + statField(fields, 15)) / TICKS_PER_SECOND);
        out.accept(ProcessFamily.VIRTUAL_MEMORY, statField(fields, 23));
        if (Double.isNaN(startSeconds)) {
            startSeconds = bootSeconds() + statField(fields, 22) / TICKS_PER_SECOND;
        }
        out.accept(ProcessFamily.START_TIME, startSeconds);
    }

    /** A field by its number in proc(5), where the first after the name is the third. */
    private static double statField(String[] fieldsAfterName, int number) {
        int index = number - 3;
        return index < fieldsAfterName.length ? ProcText.number(fieldsAfterName[index]) : Double.NaN;
    }

    private double bootSeconds() {
        double seconds = ProcText.number(ProcText.afterPrefix(ProcText.read(root.resolve("stat")), "btime "));
        return seconds > 0 ? seconds : Double.NaN; // zero where a sandbox hides it
    }

    /** The resident size stands in {@code stat} too, but in pages, whose size no file tells. */
    private void readStatus(ObjDoubleConsumer<ProcessFamily> out) {
        String[] size = ProcText.words(ProcText.afterPrefix(ProcText.read(self.resolve("status")), "VmRSS:"));
        boolean known = size.length == 2 && size[1].equals("kB");
        out.accept(ProcessFamily.RESIDENT_MEMORY, known ? ProcText.number(size[0]) * BYTES_PER_KB : Double.NaN);
    }

    private void readLimits(ObjDoubleConsumer<ProcessFamily> out) {
        String text = ProcText.read(self.resolve("limits"));
        out.accept(ProcessFamily.MAX_FDS, softLimit(text, "Max open files "));
        out.accept(ProcessFamily.VIRTUAL_MEMORY_MAX, softLimit(text, "Max address space "));
    }

    private static double softLimit(String limits, String name) {
        String limit = ProcText.words(ProcText.afterPrefix(limits, name))[0];
        return limit.equals("unlimited") ? UNLIMITED : ProcText.number(limit);
    }

    private void readNetwork(ObjDoubleConsumer<ProcessFamily> out) {
        // Two lines for each group of counters: one with the names, one with the values.
        List<String[]> lines = ProcText.read(self.resolve("net").resolve("netstat"))
                .lines()
                .filter(line -> line.startsWith("IpExt: "))
                .map(ProcText::words)
                .toList();
        if (lines.size() != 2 || lines.get(0).length != lines.get(1).length) {
            return;
        }
        List<String> names = Arrays.asList(lines.get(0));
        String[] values = lines.get(1);
        out.accept(ProcessFamily.NETWORK_RECEIVE, valueAt(names.indexOf("InOctets"), values));
        out.accept(ProcessFamily.NETWORK_TRANSMIT, valueAt(names.indexOf("OutOctets"), values));
    }

    private static double valueAt(int index, String[] values) {
        return index < 0 ? Double.NaN : ProcText.number(values[index]);
    }

    private double openDescriptors() {
        return sizeIsCount ? descriptors.length() : countDescriptors();
    }

    private double countDescriptors() {
        String[] names = descriptors.list();
        if (names == null) {
            return Double.NaN;
        }
        long open = Arrays.stream(names).filter(name -> !Double.isNaN(ProcText.number(name))).count();
        return open - 1; // the listing itself holds one
    }
}
