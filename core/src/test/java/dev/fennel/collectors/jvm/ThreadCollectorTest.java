package dev.fennel.collectors.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.FakeBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ThreadCollectorTest {
    private final List<Thread> started = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void endThreads() throws InterruptedException {
        end.countDown();
        for (Thread thread : started) {
            thread.interrupt();
            thread.join();
        }
    }

    /** Starts a thread and returns once it is in the state. */
    private Thread start(Thread.State state, Runnable work) {
        Thread thread = new Thread(work, "in state " + state);
        started.add(thread);
        thread.start();
        while (thread.getState() != state) {
            Thread.onSpinWait();
        }
        return thread;
    }

    private void await(boolean timed) {
        try {
            if (timed) {
                end.await(1, TimeUnit.DAYS);
            } else {
                end.await();
            }
        } catch (InterruptedException e) {
            return; // the test is over
        }
    }

    private void spin() {
        while (end.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private static Map<String, Object> answers(long[] ids) {
        Map<String, Object> answers = new HashMap<>();
        answers.put("getThreadCount", 10);
        answers.put("getDaemonThreadCount", 8);
        answers.put("getPeakThreadCount", 12);
        answers.put("getTotalStartedThreadCount", 30L);
        answers.put("isSynchronizerUsageSupported", true);
        answers.put("findDeadlockedThreads", new long[] {5, 6, 7});
        answers.put("findMonitorDeadlockedThreads", new long[] {5, 6});
        answers.put("getAllThreadIds", ids);
        answers.put("getThreadInfo", new ThreadInfo[0]);
        answers.put("isThreadContentionMonitoringSupported", true);
        answers.put("isThreadContentionMonitoringEnabled", false);
        return answers;
    }

    private static Map<String, Double> values(Map<String, Object> answers, boolean nativeImage) {
        ThreadMXBean threads = FakeBean.of(ThreadMXBean.class, answers);
        return Collected.from(new ThreadCollector(threads, nativeImage)).values();
    }

    @Test
    void countsAreTheBeans() {
        assertThat(values(answers(new long[0]), false))
                .containsEntry("jvm_threads_current", 10.0)
                .containsEntry("jvm_threads_daemon", 8.0)
                .containsEntry("jvm_threads_peak", 12.0)
                .containsEntry("jvm_threads_started_total", 30.0)
                .containsEntry("jvm_threads_deadlocked", 3.0)
                .containsEntry("jvm_threads_deadlocked_monitor", 2.0)
                .hasSize(6 + 7 + 2);
    }

    @Test
    void statesAreAskedForWithoutStacksAndOfValidIdsAlone() {
        List<List<Object>> calls = new ArrayList<>();
        Function<List<Object>, Object> threadInfo = args -> {
            calls.add(args);
            return new ThreadInfo[0];
        };
        Map<String, Object> answers = answers(new long[] {7, 0, 9, -3});
        answers.put("getThreadInfo", threadInfo);

        values(answers, false);

        assertThat(calls).hasSize(1);
        assertThat(calls.get(0)).usingRecursiveComparison().isEqualTo(List.of(new long[] {7, 9}, 0));
    }

    @Test
    void noDeadlockIsZero() {
        Map<String, Object> answers = answers(new long[0]);
        answers.put("findDeadlockedThreads", null);
        answers.put("findMonitorDeadlockedThreads", null);

        assertThat(values(answers, false))
                .containsEntry("jvm_threads_deadlocked", 0.0)
                .containsEntry("jvm_threads_deadlocked_monitor", 0.0);
    }

    @Test
    void deadlocksOfSynchronizersAreAbsentWhereUnsupported() {
        Map<String, Object> answers = answers(new long[0]);
        answers.put("isSynchronizerUsageSupported", false);
        answers.remove("findDeadlockedThreads");

        assertThat(values(answers, false))
                .doesNotContainKey("jvm_threads_deadlocked")
                .containsEntry("jvm_threads_deadlocked_monitor", 2.0);
    }

    @Test
    void nativeImageIsAskedForCountsAlone() {
        assertThat(values(answers(new long[0]), true))
                .containsOnlyKeys(
                        "jvm_threads_current", "jvm_threads_daemon", "jvm_threads_peak", "jvm_threads_started_total");
    }

    /** What the JVM reports of a thread, made as a management client makes it. */
    private static ThreadInfo waited(long id, long blocked, long blockedMillis, long waited, long waitedMillis)
            throws JMException {
        CompositeData data = (CompositeData) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                        "getThreadInfo",
                        new Object[] {Thread.currentThread().getId()},
                        new String[] {"long"});
        Map<String, Object> items = new HashMap<>();
        data.getCompositeType().keySet().forEach(key -> items.put(key, data.get(key)));
        items.putAll(Map.of(
                "threadId", id,
                "blockedCount", blocked,
                "blockedTime", blockedMillis,
                "waitedCount", waited,
                "waitedTime", waitedMillis));
        return ThreadInfo.from(new CompositeDataSupport(data.getCompositeType(), items));
    }

    @Test
    void waitingOfAThreadStaysInTheSumWhenItEnds() throws Exception {
        Map<String, Object> answers = answers(new long[] {1, 2});
        List<ThreadInfo[]> readings = new ArrayList<>(List.of(
                new ThreadInfo[] {waited(1, 10, -1, 100, -1), waited(2, 5, -1, 50, -1)},
                new ThreadInfo[] {waited(1, 11, -1, 100, -1), null},
                new ThreadInfo[] {waited(1, 11, -1, 103, -1), waited(3, 7, -1, 1, -1)}));
        answers.put("getThreadInfo", (Function<List<Object>, Object>) args -> readings.remove(0));
        ThreadCollector collector = new ThreadCollector(FakeBean.of(ThreadMXBean.class, answers), false);

        assertThat(contention(collector)).containsExactly(15.0, 150.0);
        assertThat(contention(collector)).containsExactly(16.0, 150.0);
        assertThat(contention(collector)).containsExactly(23.0, 154.0);
    }

    @Test
    @Timeout(60)
    void aThreadThatAnotherReadingFindsFirstIsCountedOnce() throws Exception {
        ThreadInfo old = waited(1, 10, -1, 100, -1);
        ThreadInfo young = waited(2, 5, -1, 50, -1);
        Map<String, Object> answers = answers(new long[] {1, 2});
        answers.put("getThreadInfo", (Function<List<Object>, Object>)
                args -> ((long[]) args.get(0)).length == 1 ? new ThreadInfo[] {old} : new ThreadInfo[] {old, young});
        ThreadCollector collector = new ThreadCollector(FakeBean.of(ThreadMXBean.class, answers), false);
        Thread other = new Thread(() -> Collected.from(collector));
        started.add(other);
        answers.put("getAllThreadIds", (Function<List<Object>, Object>) args -> {
            answers.put("getAllThreadIds", new long[] {1, 2});
            other.start();
            while (other.getState() != Thread.State.WAITING && other.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }
            return new long[] {1};
        });

        contention(collector);
        other.join();

        assertThat(contention(collector)).containsExactly(15.0, 150.0);
    }

    @Test
    void timesAreThereWhileTheyAreMeasured() throws Exception {
        Map<String, Object> answers = answers(new long[] {1});
        List<ThreadInfo[]> readings = new ArrayList<>(List.of(
                new ThreadInfo[] {waited(1, 1, -1, 1, -1)},
                new ThreadInfo[] {waited(1, 1, 1500, 1, 250)},
                new ThreadInfo[] {waited(1, 1, 1600, 1, 250)},
                new ThreadInfo[] {waited(1, 1, 40, 1, 500)})); // switched off and on again
        answers.put("getThreadInfo", (Function<List<Object>, Object>) args -> readings.remove(0));
        ThreadCollector collector = new ThreadCollector(FakeBean.of(ThreadMXBean.class, answers), false);

        assertThat(contention(collector)).containsExactly(1.0, 1.0);
        answers.put("isThreadContentionMonitoringEnabled", true);
        assertThat(contention(collector)).containsExactly(1.0, 1.0, 1.5, 0.25);
        assertThat(contention(collector)).containsExactly(1.0, 1.0, 1.6, 0.25);
        assertThat(contention(collector)).containsExactly(1.0, 1.0, 1.64, 0.5);
    }

    /** Blocked, waited, and the seconds of each if they are there. */
    private static List<Double> contention(ThreadCollector collector) {
        Map<String, Double> values = Collected.from(collector).values();
        return Stream.of("blocked", "waited", "blocked_seconds", "waited_seconds")
                .map(name -> values.get("jvm_threads_" + name + "_total"))
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    @Timeout(60)
    void eachThreadIsCountedInItsState() throws InterruptedException {
        Object monitor = new Object();
        Thread blocked;
        long[] ids;
        ThreadInfo[] infos;
        synchronized (monitor) {
            blocked = start(Thread.State.BLOCKED, () -> {
                synchronized (monitor) {
                    await(false);
                }
            });
            ids = new long[] {
                blocked.getId(),
                start(Thread.State.WAITING, () -> await(false)).getId(),
                start(Thread.State.TIMED_WAITING, () -> await(true)).getId(),
                start(Thread.State.TIMED_WAITING, () -> await(true)).getId(),
                start(Thread.State.RUNNABLE, this::spin).getId(),
                Long.MAX_VALUE // ended meanwhile
            };
            infos = ManagementFactory.getThreadMXBean().getThreadInfo(ids, 0);
        }
        Map<String, Object> answers = answers(new long[] {0, -1, 1});
        answers.put("getThreadInfo", infos);

        assertThat(values(answers, false))
                .containsEntry("jvm_threads_state{state=\"NEW\"}", 0.0)
                .containsEntry("jvm_threads_state{state=\"RUNNABLE\"}", 1.0)
                .containsEntry("jvm_threads_state{state=\"BLOCKED\"}", 1.0)
                .containsEntry("jvm_threads_state{state=\"WAITING\"}", 1.0)
                .containsEntry("jvm_threads_state{state=\"TIMED_WAITING\"}", 2.0)
                .containsEntry("jvm_threads_state{state=\"TERMINATED\"}", 0.0)
                .containsEntry("jvm_threads_state{state=\"UNKNOWN\"}", 2.0);
    }
}
