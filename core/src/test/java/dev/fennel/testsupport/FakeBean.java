package dev.fennel.testsupport;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes management beans with answers from a test. */
public final class FakeBean {
    private FakeBean() {}

    /**
     * Makes a bean that returns these answers, by method name, and throws on every other call. An answer may be null.
     * An answer that is a function is applied to the arguments of the call.
     */
    public static <T> T of(Class<T> type, Map<String, ?> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (bean, method, args) -> {
            if (method.getReturnType() == void.class || !answers.containsKey(method.getName())) {
                throw new IllegalStateException("not expected to be called: " + method);
            }
            Object answer = answers.get(method.getName());
            return answer instanceof Function<?, ?> ? asked(answer, args) : answer;
        }));
    }

    @SuppressWarnings("unchecked") // the only functions that tests give are of this type
    private static Object asked(Object answer, Object[] args) {
        return ((Function<List<Object>, Object>) answer).apply(args == null ? List.of() : List.of(args));
    }
}
