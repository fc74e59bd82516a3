package dev.fennel.collectors.process;

import java.io.File;
import java.util.List;
import java.util.Map;

/**
 * Reads what Linux reports about this process in {@code /proc}; see proc(5) for the files.
 *
 * <p>Anything missing, cut off or malformed there makes the numbers read from it NaN.
 */
public final class LinuxProcess implements ProcessFamily.Source {
    private static final double BYTES_PER_KB = 1024;

    /** What client_golang reports where no limit is set: the largest number of 64 bits. */
    private static final double UNLIMITED = 0x1p64;

    private final File systemStat;
    private final File stat;
    private final File status;
    private final File limits;
    private final File netstat;
    private final File descriptors;

    /**
     * Whether the size of the directory of descriptors is their number, as it is since Linux 6.2: reading that takes no
     * time, while listing ten thousand takes milliseconds. This is tried out, not derived from a version, so that
     * systems that only look like Linux are not misread. If a descriptor is opened meanwhile, the trial fails and they
     * are listed.
     */
    private final boolean sizeIsCount;

    /**
     * The start time, or NaN until it is first read. It is kept because the file it needs takes long to make on
     * machines with many CPUs, and because the kernel's boot time wanders when the clock is set. Several threads may
     * read it at once; they find the same number.
     */
    private volatile double startSeconds = Double.NaN;

    public LinuxProcess(File root) {
        this.systemStat = new File(root, "stat");
        this.stat = new File(root, "self/stat");
        this.status = new File(root, "self/status");
        this.limits = new File(root, "self/limits");
        this.netstat = new File(root, "self/net/netstat");
        this.descriptors = new File(root, "self/fd");
        long size = descriptors.length();
        this.sizeIsCount = size > 0 && size == countDescriptors();
    }

    public static boolean isAt(File root) {
        try {
            return new File(root, "self/stat").canRead();
        } catch (SecurityException e) {
            return false; // a security manager refuses it
        }
    }

    @Override
    public void read(Map<ProcessFamily, Double> values) {
        readStat(values);
        readLimits(values);
        readNetwork(values);
        values.put(ProcessFamily.RESIDENT_MEMORY, residentBytes());
        values.put(ProcessFamily.OPEN_FDS, sizeIsCount ? descriptors.length() : countDescriptors());
    }

    private void readStat(Map<ProcessFamily, Double> values) {
        String text = ProcText.read(stat);
        // The second field is the program's name in parentheses, and may itself hold blanks and parentheses.
        int nameEnd = text.lastIndexOf(')');
        List<String> fields = nameEnd < 0 ? List.of() : ProcText.words(text.substring(nameEnd + 1));
        double cpuTicks = statField(fields, 14) + statField(fields, 15);
        values.put(ProcessFamily.CPU_SECONDS, cpuTicks / ProcText.TICKS_PER_SECOND);
        values.put(ProcessFamily.VIRTUAL_MEMORY, statField(fields, 23));
        if (Double.isNaN(startSeconds)) {
            startSeconds = bootSeconds() + statField(fields, 22) / ProcText.TICKS_PER_SECOND;
        }
        values.put(ProcessFamily.START_TIME, startSeconds);
    }

    /** A field by its number in proc(5), where the first after the name is the third. */
    private static double statField(List<String> fieldsAfterName, int number) {
        return ProcText.number(ProcText.word(fieldsAfterName, number - 3));
    }

    private double bootSeconds() {
        double seconds = ProcText.number(ProcText.wordAfter("btime ", ProcText.read(systemStat), 0));
        return seconds > 0 ? seconds : Double.NaN; // zero where a sandbox hides it
    }

    /** The resident size. The file {@code stat} has it too, but in pages, and no file has their size. */
    private double residentBytes() {
        String text = ProcText.read(status);
        boolean known = ProcText.wordAfter("VmRSS:", text, 1).equals("kB");
        return known ? ProcText.number(ProcText.wordAfter("VmRSS:", text, 0)) * BYTES_PER_KB : Double.NaN;
    }

    private void readLimits(Map<ProcessFamily, Double> values) {
        String text = ProcText.read(limits);
        values.put(ProcessFamily.MAX_FDS, softLimit("Max open files ", text));
        values.put(ProcessFamily.VIRTUAL_MEMORY_MAX, softLimit("Max address space ", text));
    }

    private static double softLimit(String name, String text) {
        String limit = ProcText.wordAfter(name, text, 0);
        return limit.equals("unlimited") ? UNLIMITED : ProcText.number(limit);
    }

    private void readNetwork(Map<ProcessFamily, Double> values) {
        // Each group of counters has two lines: one with their names, one with their values.
        List<List<String>> lines = ProcText.linesAfter("IpExt: ", ProcText.read(netstat));
        if (lines.size() != 2 || lines.get(0).size() != lines.get(1).size()) {
            return;
        }
        List<String> names = lines.get(0);
        List<String> counts = lines.get(1);
        String received = ProcText.word(counts, names.indexOf("InOctets"));
        String sent = ProcText.word(counts, names.indexOf("OutOctets"));
        values.put(ProcessFamily.NETWORK_RECEIVE, ProcText.number(received));
        values.put(ProcessFamily.NETWORK_TRANSMIT, ProcText.number(sent));
    }

    private double countDescriptors() {
        String[] names = descriptors.list();
        if (names == null) {
            return Double.NaN;
        }
        int open = -1; // the listing itself holds one
        for (String name : names) {
            if (!Double.isNaN(ProcText.number(name))) {
                open++;
            }
        }
        return open;
    }
}
