package dev.fennel.testsupport.gates;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rule for the methods of records that are not written out: {@code equals}, {@code hashCode} and {@code toString}
 * as the compiler derives them. When one of them has run, the JDK may keep the class loader of the record: on Java 17
 * until a record of another class loader comes, on newer ones until there is no memory left. A web application that was
 * stopped and dropped would stay. The cause is a handle of the JDK's own that remembers the last record it was made to
 * fit: {@code equals} needs one always, the other two if a component has a type of the application.
 *
 * <p>So a record whose methods are called writes them out. One that only carries values need not: nobody compares or
 * prints it. Class files show most of the calls, but not what is joined with strings, nor what a local variable holds:
 *
 * <ul>
 *   <li>Users may call all methods of a public record.
 *   <li>A record that can be ordered is compared.
 *   <li>A call names the record.
 *   <li>A record that writes {@code equals} out compares what its fields have.
 *   <li>A field or a method has a type that is a set of the records, or a map by them.
 * </ul>
 */
final class DerivedMethods {
    private static final Set<String> ALL = Set.of("equals", "hashCode", "toString");
    private static final Set<String> EQUALITY = Set.of("equals", "hashCode");

    /** In a generic signature, what a set has or a map has as keys. */
    private static final Pattern KEY = Pattern.compile("(?:Map|Set)<[+-]?L([\\w$/]+)[;<]");

    private static final Pattern TYPE = Pattern.compile("L([\\w$/]+)[;<]");

    /** By the name of the record. */
    private final Map<String, Set<String>> derived = new HashMap<>();

    private final Set<String> called = new TreeSet<>();

    /** The classes that are public; what is nested in others is not public for users. */
    private final Set<String> publics = new HashSet<>();

    DerivedMethods(List<ClassFile> classes) {
        for (ClassFile file : classes) {
            if (file.isPublic()) {
                publics.add(file.name());
            }
            if (file.references().contains("java.lang.runtime.ObjectMethods")) {
                derived.put(file.name(), derivedIn(file));
            }
        }
        classes.forEach(this::check);
    }

    private static Set<String> derivedIn(ClassFile file) {
        Set<String> names = new TreeSet<>();
        String thisFirst = "(L" + file.name().replace('.', '/') + ";";
        for (ClassFile.Call call : file.calls()) {
            if (call.isDynamic()
                    && ALL.contains(call.name())
                    && call.descriptor().startsWith(thisFirst)) {
                names.add(call.name());
            }
        }
        return names;
    }

    /** The derived methods that may be called, and why: {@code dev.fennel.Key.equals: public}. */
    Set<String> called() {
        return called;
    }

    private void check(ClassFile file) {
        if (file.isPublic() && publics.contains(ClassFile.topLevel(file.name()))) {
            note(file.name(), ALL, "public");
        }
        if (file.references().contains("java.lang.Comparable")) {
            note(file.name(), EQUALITY, "can be ordered");
        }
        for (ClassFile.Call call : file.calls()) {
            note(call.owner(), Set.of(call.name()), "called in " + file.name());
        }
        if (file.references().contains("java.lang.Record")
                && !derived.getOrDefault(file.name(), Set.of()).contains("equals")) {
            file.signatures().forEach(signature -> noteAll(TYPE, signature, EQUALITY, "compared in " + file.name()));
        }
        for (String signature : file.signatures()) {
            noteAll(KEY, signature, EQUALITY, "in a set or a map in " + file.name());
        }
    }

    private void noteAll(Pattern types, String signature, Set<String> methods, String why) {
        Matcher type = types.matcher(signature);
        while (type.find()) {
            note(type.group(1).replace('/', '.'), methods, why);
        }
    }

    private void note(String type, Set<String> methods, String why) {
        for (String method : derived.getOrDefault(type, Set.of())) {
            if (methods.contains(method)) {
                called.add(type + '.' + method + ": " + why);
            }
        }
    }
}
