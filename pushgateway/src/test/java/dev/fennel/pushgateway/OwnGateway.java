package dev.fennel.pushgateway;

import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Pushgateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** A test class in which each test has an empty real gateway of its own. */
@BothAges
abstract class OwnGateway {
    @Parameter
    Age age;

    Pushgateway gateway;

    @BeforeEach
    void startGateway() {
        gateway = Pushgateway.start(age);
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
