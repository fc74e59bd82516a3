/**
 * Where {@code ContainerCollector} reads: {@code CgroupFolders} finds the folders of the control group that the process
 * is in, and {@code CgroupFamilies} reads their files.
 *
 * <p>All are safe to be used by several threads; nothing is null, unless marked.
 */
package dev.fennel.collectors.cgroup;
