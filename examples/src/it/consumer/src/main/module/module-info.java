/** A user's program. */
module consumer {
    requires dev.fennel.httpserver;
    requires dev.fennel.pushgateway;
}
