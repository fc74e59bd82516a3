package dev.fennel.examples;

import dev.fennel.testsupport.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The configuration files that come with the examples. */
final class MonitoringFolder {
    /** The folder of these files, relative to the folder of this module, in which its tests run. */
    static final Path PATH = Path.of("monitoring");

    private MonitoringFolder() {}

    static String text(String file) {
        try {
            return Files.readString(PATH.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Node json(String file) {
        return new Node(Json.parse(text(file)));
    }

    /** The only document of a file. */
    static Node yaml(String file) {
        Node documents = documents(file);
        if (documents.items().size() != 1) {
            throw new IllegalArgumentException(file + ": expected one document, got " + documents);
        }
        return documents.at(0);
    }

    /** The documents of a file that may have several. */
    static Node documents(String file) {
        List<Object> documents = new ArrayList<>();
        new Load(LoadSettings.builder().setLabel(file).build())
                .loadAllFromString(text(file))
                .forEach(documents::add);
        return new Node(documents);
    }

    /** The alerts in the configuration of Prometheus. */
    static List<Node> alerts() {
        return yaml("prometheus/alerts.yml").at("groups").items().stream()
                .flatMap(group -> group.at("rules").items().stream())
                .toList();
    }
}
