package dev.fennel.examples.adapters;

import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** Tomcat, for the servlet adapter and for the frameworks that run in a servlet container. */
final class TomcatServer {
    private TomcatServer() {}

    /**
     * Starts it.
     *
     * @param folder an empty folder
     * @param setUp adds filters and servlets
     */
    static RunningServer start(Shop shop, Path folder, Consumer<ServletContext> setUp) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.addContext("", null).addServletContainerInitializer((classes, context) -> setUp.accept(context), null);
        tomcat.start();
        return new RunningServer(shop, tomcat.getConnector().getLocalPort(), () -> {
            tomcat.stop();
            tomcat.destroy();
            return null;
        });
    }
}
