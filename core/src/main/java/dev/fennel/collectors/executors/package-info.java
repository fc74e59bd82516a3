/**
 * What {@code ExecutorCollector} is made of.
 *
 * <ul>
 *   <li>{@code PoolFamilies} reads the pools of the JDK, which know themselves how busy they are.
 *   <li>{@code MeasuredExecutor}, {@code MeasuredExecutorService} and {@code MeasuredScheduler} are the executors that
 *       measure; {@code MeasuredTask} is a task on its way through one of them.
 *   <li>{@code TaskFamilies} has the instruments that they write to, of which {@code TaskMetrics} are those of one
 *       name.
 * </ul>
 *
 * <p>All are safe to be used by several threads; nothing is null, unless marked.
 */
package dev.fennel.collectors.executors;
