package dev.fennel.collectors;

import java.util.Date;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** An MBean server with pools in it, as an application's connection pools publish themselves. */
final class JmxBeans {
    final MBeanServer server = MBeanServerFactory.newMBeanServer();

    /** What a pool publishes. */
    public interface PoolMXBean {
        int getActive();

        long getWaitMillis();

        boolean isSuspended();

        Date getStarted();

        String getTitle();

        Usage getUsage();

        /** Always fails. */
        double getBroken();
    }

    /** A composite value. */
    public record Usage(long used, Limits limits) {
        public long getUsed() {
            return used;
        }

        public Limits getLimits() {
            return limits;
        }
    }

    /** A composite value within another. */
    public record Limits(int max) {
        public int getMax() {
            return max;
        }
    }

    private record Pool(int active) implements PoolMXBean {
        @Override
        public int getActive() {
            return active;
        }

        @Override
        public long getWaitMillis() {
            return 1500;
        }

        @Override
        public boolean isSuspended() {
            return true;
        }

        @Override
        public Date getStarted() {
            return new Date(1_700_000_000_500L);
        }

        @Override
        public String getTitle() {
            return "12";
        }

        @Override
        public Usage getUsage() {
            return new Usage(7, new Limits(9));
        }

        @Override
        public double getBroken() {
            throw new UnsupportedOperationException("expected by a test");
        }
    }

    JmxBeans pool(String name, int active) throws JMException {
        server.registerMBean(new StandardMBean(new Pool(active), PoolMXBean.class, true), new ObjectName(name));
        return this;
    }
}
