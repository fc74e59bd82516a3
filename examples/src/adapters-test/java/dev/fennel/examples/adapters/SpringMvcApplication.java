package dev.fennel.examples.adapters;

import dev.fennel.exposition.scrape.Scraper;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The application as a controller of Spring MVC, on Tomcat. */
final class SpringMvcApplication {
    private SpringMvcApplication() {}

    static RunningServer start(Measuring measuring, Scraper scraper, Path folder) throws LifecycleException {
        Shop shop = new Shop();
        return TomcatServer.start(shop, folder, context -> setUp(context, measuring, scraper, shop));
    }

    private static void setUp(ServletContext context, Measuring measuring, Scraper scraper, Shop shop) {
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.register(Config.class, Controller.class);
        spring.addBeanFactoryPostProcessor(beans -> {
            beans.registerSingleton("shop", shop);
            beans.registerSingleton("metrics", new SpringMvcMetrics.Endpoint(scraper));
        });
        ServletRegistration.Dynamic servlet = context.addServlet("spring", new DispatcherServlet(spring));
        servlet.setAsyncSupported(true);
        servlet.addMapping("/");
        FilterRegistration.Dynamic filter =
                context.addFilter("requests", SpringMvcMetrics.filter(measuring.requests()));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(null, false, "/*");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    static class Config implements WebMvcConfigurer {
        private final Shop shop;

        Config(Shop shop) {
            this.shop = shop;
        }

        @Override
        public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
            configurer.setTaskExecutor(new TaskExecutorAdapter(shop.workers));
        }
    }

    @RestController
    static class Controller {
        @GetMapping("/items/{id}")
        String item(@PathVariable("id") String id) {
            return Shop.item(id);
        }

        @PostMapping("/items")
        ResponseEntity<byte[]> add(@RequestBody byte[] body) {
            return ResponseEntity.status(201).body(body);
        }

        @GetMapping("/fail")
        String fail() {
            throw Shop.failure();
        }

        @GetMapping("/stream")
        StreamingResponseBody stream() {
            return Shop::stream;
        }

        @GetMapping("/endless")
        StreamingResponseBody endless() {
            return Shop::endless;
        }
    }
}
