package dev.fennel.pushgateway;

import dev.fennel.testsupport.Pushgateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test class in which each test has an empty real gateway of its own. */
abstract class OwnGateway {
    Pushgateway gateway;

    @BeforeEach
    void startGateway() {
        gateway = Pushgateway.start();
    }

    @AfterEach
    void stopGateway() {
        if (gateway != null) {
            gateway.close();
        }
    }

    /** A pusher of the job {@code j}. */
    Pusher pusher() {
        return Pusher.to(gateway.uri().toString(), "j");
    }
}
