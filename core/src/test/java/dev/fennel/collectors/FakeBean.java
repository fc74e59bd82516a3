package dev.fennel.collectors;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Management beans that answer what a test says. */
final class FakeBean {
    private FakeBean() {}

    /** A bean that answers these getters, by their names, and throws on all others. A null answer is left out. */
    static <T> T of(Class<T> type, Map<String, ?> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (bean, method, args) -> {
            if (method.getReturnType() == void.class || !answers.containsKey(method.getName())) {
                throw new IllegalStateException("not expected to be called: " + method);
            }
            return answers.get(method.getName());
        }));
    }
}
