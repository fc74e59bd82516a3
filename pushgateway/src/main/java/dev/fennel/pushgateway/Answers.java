package dev.fennel.pushgateway;

/** Which answers of a receiver accept a request, and which mean that it may be accepted later. */
enum Answers {
    /** Of a Pushgateway, which answers nothing else. */
    GATEWAY("200 or 202") {
        @Override
        boolean accept(int status) {
            return status == 200 || status == 202;
        }
    },

    /** Of a store, for which all statuses of success are the same, and which says so when it gets too much. */
    STORE("2xx") {
        @Override
        boolean accept(int status) {
            return status / 100 == 2;
        }

        @Override
        boolean mayPass(int status) {
            return status == 429 || super.mayPass(status);
        }
    };

    private final String expected;

    Answers(String expected) {
        this.expected = expected;
    }

    abstract boolean accept(int status);

    /** Whether the receiver may accept the same request later. */
    boolean mayPass(int status) {
        return status >= 500;
    }

    /** The statuses of success, for a message. */
    @Override
    public String toString() {
        return expected;
    }
}
