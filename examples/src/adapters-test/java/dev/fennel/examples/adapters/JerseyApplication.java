package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.Scraper;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.apache.catalina.LifecycleException;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** The application as resources of Jersey, on Tomcat. */
final class JerseyApplication {
    private JerseyApplication() {}

    static RunningServer start(Measuring measuring, Scraper scraper, java.nio.file.Path folder)
            throws LifecycleException {
        Shop shop = new Shop();
        return TomcatServer.start(shop, folder, context -> setUp(context, measuring, scraper, shop));
    }

    private static void setUp(ServletContext context, Measuring measuring, Scraper scraper, Shop shop) {
        ResourceConfig config = new ResourceConfig();
        config.register(new JerseyMetrics(measuring.requests()));
        config.register(new JerseyMetrics.Endpoint(scraper));
        config.register(new Items());
        config.register(new Others(shop));
        ServletRegistration.Dynamic servlet = context.addServlet("jersey", new ServletContainer(config));
        servlet.setAsyncSupported(true);
        servlet.addMapping("/*");
    }

    /** Resources below a path. */
    @Path("/items")
    public static final class Items {
        @GET
        @Path("/{id}")
        public String item(@PathParam("id") String id) {
            return Shop.item(id);
        }

        @POST
        public Response add(byte[] body) {
            return Response.status(201).entity(body).build();
        }
    }

    /** Resources of a whole application. */
    @Path("/")
    public static final class Others {
        private final Shop shop;

        Others(Shop shop) {
            this.shop = shop;
        }

        @GET
        @Path("fail")
        public String fail() {
            throw Shop.failure();
        }

        @GET
        @Path("stream")
        public void stream(@Suspended AsyncResponse response) {
            shop.workers.execute(() -> response.resume((StreamingOutput) Shop::stream));
        }

        @GET
        @Path("endless")
        public StreamingOutput endless() {
            return Shop::endless;
        }
    }
}
