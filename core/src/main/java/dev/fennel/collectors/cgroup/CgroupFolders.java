package dev.fennel.collectors.cgroup;

import dev.fennel.collectors.process.ProcText;
import dev.fennel.internal.Nullable;
import java.io.File;
import java.util.Arrays;
import java.util.List;

/**
 * Where the files of the process's control group are; see cgroups(7) and proc(5).
 *
 * <p>The kernel may have one hierarchy of groups (version 2), one for each kind of resource (version 1), or both, and
 * the process has a place in each. {@code /proc/self/cgroup} has its path in each hierarchy, and
 * {@code /proc/self/mountinfo} says where which part of a hierarchy is mounted. In a container that is often just the
 * container's part, and the path may be one of the host.
 *
 * <p>A group at the root of a hierarchy is that of the machine, not of a container, so it counts as none. It is
 * recognised by the files that the kernel makes only there or only elsewhere: inside a container, the path of its group
 * may be {@code /} too.
 */
final class CgroupFolders {
    private static final int MOUNTED_PART = 3;
    private static final int MOUNT_POINT = 4;
    private static final int FIRST_OPTIONAL = 6;

    private final File root;
    private final List<String> memberships;
    private final List<List<String>> mounts;

    /**
     * Looks up the hierarchies as they are now, as a process can be moved to another group.
     *
     * @param root has {@code proc} in it, and the mount points
     */
    CgroupFolders(File root) {
        this.root = root;
        this.memberships =
                List.of(ProcText.read(new File(root, "proc/self/cgroup")).split("\n"));
        this.mounts = ProcText.linesAfter("", ProcText.read(new File(root, "proc/self/mountinfo")));
    }

    /** The folder in the one hierarchy of version 2; null if there is none, or the process is at its root. */
    @Nullable
    File unified() {
        File folder = folder("", "cgroup2");
        return folder != null && new File(folder, "cgroup.events").isFile() ? folder : null;
    }

    /**
     * The folder in the hierarchy of version 1 for a kind of resource.
     *
     * @param controller what the kernel calls it, such as {@code memory}
     * @return the folder; null if there is none, or the process is at its root
     */
    @Nullable
    File of(String controller) {
        File folder = folder(controller, "cgroup");
        return folder != null && !new File(folder, "release_agent").isFile() ? folder : null;
    }

    /** Whether there is a hierarchy of version 1 for a kind of resource, so that version 2 does not have it. */
    boolean isSeparate(String controller) {
        return path(controller) != null;
    }

    private @Nullable File folder(String controller, String type) {
        String path = path(controller);
        if (path != null && !path.startsWith("/..")) { // else it was moved out of what the container can see
            for (List<String> mount : mounts) {
                File folder = isOf(controller, type, mount) ? folder(path, mount) : null;
                if (folder != null) {
                    return folder;
                }
            }
        }
        return null;
    }

    /** The path of lines such as {@code 4:cpu,cpuacct:/path}, which for version 2 have no controllers. */
    private @Nullable String path(String controller) {
        for (String line : memberships) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && has(parts[1], controller)) {
                return parts[2];
            }
        }
        return null;
    }

    private static boolean has(String list, String controller) {
        return Arrays.asList(list.split(",")).contains(controller);
    }

    /** Whether a mount is of this hierarchy: behind the dash are its type, its source, and the controllers. */
    private static boolean isOf(String controller, String type, List<String> mount) {
        int dash = mount.lastIndexOf("-");
        return dash >= FIRST_OPTIONAL
                && ProcText.word(mount, dash + 1).equals(type)
                && (controller.isEmpty() || has(ProcText.word(mount, dash + 3), controller));
    }

    private @Nullable File folder(String path, List<String> mount) {
        String part = unescaped(mount.get(MOUNTED_PART));
        String below = part.equals("/") ? path : pathBelow(part, path);
        File folder = below == null ? null : new File(root, unescaped(mount.get(MOUNT_POINT)) + below);
        return folder != null && folder.isDirectory() ? folder : null;
    }

    /** A path as it is: in mountinfo, the kernel writes white space and backslashes as octal numbers. */
    private static String unescaped(String path) {
        return path.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    private static @Nullable String pathBelow(String part, String path) {
        return path.equals(part) || path.startsWith(part + "/") ? path.substring(part.length()) : null;
    }
}
