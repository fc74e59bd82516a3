package dev.fennel.benchmarks;

/** Makes objects by the names of their classes, some of which exist only in a build with the peers. */
final class ByName {
    private ByName() {}

    static boolean exists(String name) {
        try {
            make(Object.class, name);
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    static <T> T make(Class<T> type, String name) throws ReflectiveOperationException {
        return type.cast(Class.forName(name).getConstructor().newInstance());
    }
}
