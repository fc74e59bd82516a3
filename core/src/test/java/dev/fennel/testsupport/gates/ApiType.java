package dev.fennel.testsupport.gates;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One public type as text: its declaration and its members.
 *
 * <p>A supertype that users cannot name does not show. What it declares counts as the type's own, with the type
 * arguments filled in, and so do its supertypes that users can name. Members that every record or every enum has do not
 * show. Constants of an enum keep their order, because it is what {@code compareTo} goes by. Results, parameters,
 * fields and components of records that may be null are annotated in the text too.
 */
final class ApiType {
    private final Class<?> type;
    private final Map<String, Object> constants;
    private final PublicApi.Nameable nameable;

    /** By a key that sorts fields before constructors before methods. */
    private final Map<String, String> members = new TreeMap<>();

    private final Set<String> interfaces = new TreeSet<>();
    private final Set<String> unexportedSupertypes = new TreeSet<>();
    private final Set<String> shown = new TreeSet<>();
    private final String declaration;
    private String superclass;

    /**
     * Reads a type.
     *
     * @param type a type that users can name
     * @param constants the values of its compile-time constants
     * @param nameable says which types users can name
     */
    ApiType(Class<?> type, Map<String, Object> constants, PublicApi.Nameable nameable) {
        this.type = type;
        this.constants = constants;
        this.nameable = nameable;
        TypeNames names = new TypeNames(type.getPackageName(), Map.of(), nameable);
        if (!type.isRecord()) {
            addConstructors(names);
        }
        addMembers(type, names);
        declaration = declaration(names);
    }

    String name() {
        return type.getCanonicalName();
    }

    String declaration() {
        return declaration;
    }

    /** Fields, constructors, methods, each group sorted by name. */
    List<String> members() {
        return List.copyOf(members.values());
    }

    /** The lines of this type that name a type that users cannot name. */
    List<String> leaks() {
        List<String> leaks = new ArrayList<>();
        unexportedSupertypes.forEach(supertype -> leaks.add(name() + " is a " + supertype));
        Stream.concat(Stream.of(declaration), members.values().stream())
                .filter(line -> line.replaceFirst(" = .*", "").contains(TypeNames.HIDDEN))
                .forEach(line -> leaks.add(name() + ": " + line));
        return leaks;
    }

    /** This type, and the supertypes whose members show as its own. */
    Set<String> shown() {
        return shown;
    }

    private void addConstructors(TypeNames names) {
        Set<String> nullable = ClassFile.of(type).nullable();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isApi(constructor)) {
                String signature = type.getSimpleName() + parameters(constructor, names, Set.of());
                String line = modifiers(constructor)
                        + typeParameters(constructor, names)
                        + type.getSimpleName()
                        + parameters(constructor, names, nullable)
                        + exceptions(constructor, names);
                members.put("2 " + signature, line);
            }
        }
    }

    /** Adds what a class declares, and what its supertypes do that users cannot name. */
    private void addMembers(Class<?> declaring, TypeNames names) {
        shown.add(declaring.getCanonicalName());
        Set<String> nullable = ClassFile.of(declaring).nullable();
        for (Field field : declaring.getDeclaredFields()) {
            if (isApi(field.getModifiers()) && !field.isSynthetic()) {
                String key = field.isEnumConstant() ? "0 " + position(field) : "1 " + field.getName();
                members.putIfAbsent(key, field(field, names, nullable));
            }
        }
        for (Method method : declaring.getDeclaredMethods()) {
            boolean inherited =
                    declaring == type || !declaring.isInterface() || !Modifier.isStatic(method.getModifiers());
            if (isApi(method) && inherited && !isImplied(method)) {
                String signature = method.getName() + parameters(method, names, Set.of());
                members.putIfAbsent("3 " + signature, method(method, names, nullable));
            }
        }
        Class<?> extended = declaring.getSuperclass();
        if (extended != null && !Set.of(Object.class, Record.class, Enum.class).contains(extended)) {
            if (nameable.test(extended)) {
                superclass = names.name(declaring.getGenericSuperclass());
            } else {
                addHidden(declaring.getGenericSuperclass(), extended, names);
            }
        }
        Class<?>[] implemented = declaring.getInterfaces();
        for (int i = 0; i < implemented.length; i++) {
            Type generic = declaring.getGenericInterfaces()[i];
            if (nameable.test(implemented[i])) {
                interfaces.add(names.name(generic));
            } else {
                addHidden(generic, implemented[i], names);
            }
        }
    }

    private void addHidden(Type generic, Class<?> raw, TypeNames names) {
        if (!nameable.inExportedPackage(raw)) {
            unexportedSupertypes.add(raw.getName());
        }
        Map<TypeVariable<?>, String> arguments = new HashMap<>();
        TypeVariable<?>[] variables = raw.getTypeParameters();
        for (int i = 0; i < variables.length; i++) {
            Type argument = generic instanceof ParameterizedType parameterized
                    ? parameterized.getActualTypeArguments()[i]
                    : variables[i].getBounds()[0];
            arguments.put(variables[i], names.name(argument));
        }
        addMembers(raw, new TypeNames(names.home(), arguments, nameable));
    }

    private String declaration(TypeNames names) {
        StringBuilder text = new StringBuilder(deprecated(type.isAnnotationPresent(Deprecated.class)));
        text.append(type.isAnnotationPresent(FunctionalInterface.class) ? "@FunctionalInterface " : "");
        boolean isClass = !type.isInterface() && !type.isEnum() && !type.isRecord();
        int shown = Modifier.PUBLIC | Modifier.PROTECTED;
        if (isClass) {
            shown |= Modifier.ABSTRACT | Modifier.FINAL | Modifier.STATIC;
        }
        text.append(Modifier.toString(type.getModifiers() & shown)).append(' ');
        text.append(isClass || type.isInterface() ? sealing() : "");
        text.append(kind()).append(' ').append(name()).append(names.parameters(type));
        if (type.isRecord()) {
            Set<String> nullable = ClassFile.of(type).nullable(); // a component's annotation is its field's too
            List<String> components = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                components.add(annotation(nullable.contains(component.getName()))
                        + names.name(component.getGenericType())
                        + ' '
                        + component.getName());
            }
            text.append('(').append(String.join(", ", components)).append(')');
        }
        text.append(superclass == null ? "" : " extends " + superclass);
        if (!interfaces.isEmpty()) {
            text.append(type.isInterface() ? " extends " : " implements ").append(String.join(", ", interfaces));
        }
        return text.append(permitted(names)).toString();
    }

    private String kind() {
        if (type.isInterface()) {
            return type.isAnnotation() ? "@interface" : "interface";
        }
        return type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    }

    private String sealing() {
        if (type.isSealed()) {
            return "sealed ";
        }
        boolean below = Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                .anyMatch(Class::isSealed);
        return below && !isFinal() ? "non-sealed " : "";
    }

    private String permitted(TypeNames names) {
        Class<?>[] permitted = type.isEnum() ? null : type.getPermittedSubclasses();
        if (permitted == null || Arrays.stream(permitted).noneMatch(nameable::test)) {
            return "";
        }
        return " permits "
                + String.join(
                        ", ",
                        Arrays.stream(permitted)
                                .filter(nameable::test)
                                .map(names::name)
                                .sorted()
                                .toList());
    }

    /** The position of an enum constant, in a form that sorts. */
    private static String position(Field field) {
        List<Field> constants = Arrays.stream(field.getDeclaringClass().getDeclaredFields())
                .filter(Field::isEnumConstant)
                .toList();
        return String.format("%05d", constants.indexOf(field));
    }

    private static String annotation(boolean nullable) {
        return nullable ? "@Nullable " : "";
    }

    private String field(Field field, TypeNames names, Set<String> nullable) {
        String deprecated = deprecated(field.isAnnotationPresent(Deprecated.class));
        if (field.isEnumConstant()) {
            return deprecated + field.getName();
        }
        int shown = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL;
        Object value = field.getDeclaringClass() == type ? constants.get(field.getName()) : null;
        return deprecated
                + Modifier.toString(field.getModifiers() & shown)
                + ' '
                + annotation(nullable.contains(field.getName()))
                + names.name(field.getGenericType())
                + ' '
                + field.getName()
                + (value == null ? "" : " = " + literal(value, field.getType()));
    }

    private String method(Method method, TypeNames names, Set<String> nullable) {
        Object defaultValue = method.getDefaultValue();
        return modifiers(method)
                + typeParameters(method, names)
                + annotation(nullable.contains(key(method)))
                + names.name(method.getGenericReturnType())
                + ' '
                + method.getName()
                + parameters(method, names, nullable)
                + exceptions(method, names)
                + (defaultValue == null ? "" : " default " + defaultValue);
    }

    /** What stands before the type, with a blank at the end. */
    private String modifiers(Executable member) {
        int modifiers = member.getModifiers();
        String deprecated = deprecated(member.isAnnotationPresent(Deprecated.class));
        if (type.isInterface()) {
            return deprecated
                    + (Modifier.isStatic(modifiers) ? "static " : Modifier.isAbstract(modifiers) ? "" : "default ");
        }
        int shown = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.ABSTRACT | Modifier.STATIC;
        if (!isFinal() && !Modifier.isStatic(modifiers)) {
            shown |= Modifier.FINAL;
        }
        return deprecated + Modifier.toString(modifiers & shown) + ' ';
    }

    private static String typeParameters(Executable member, TypeNames names) {
        String parameters = names.parameters(member);
        return parameters.isEmpty() ? "" : parameters + ' ';
    }

    /** The key of a method or a constructor in {@link ClassFile#nullable}. */
    private static String key(Executable member) {
        return member instanceof Method method
                ? method.getName()
                        + MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                                .descriptorString()
                : "<init>"
                        + MethodType.methodType(void.class, member.getParameterTypes())
                                .descriptorString();
    }

    /** The parameters, with those annotated that may be null. */
    private static String parameters(Executable member, TypeNames names, Set<String> nullable) {
        List<String> parameters = new ArrayList<>();
        Type[] types = member.getGenericParameterTypes();
        for (int i = 0; i < types.length; i++) {
            int fromLast = types.length - i;
            parameters.add(annotation(nullable.contains(key(member) + '#' + fromLast)) + names.name(types[i]));
        }
        String all = '(' + String.join(", ", parameters) + ')';
        return member.isVarArgs() ? all.replaceFirst("\\[]\\)$", "...)") : all;
    }

    private static String exceptions(Executable member, TypeNames names) {
        Set<String> exceptions = new TreeSet<>();
        for (Type exception : member.getGenericExceptionTypes()) {
            exceptions.add(names.name(exception));
        }
        return exceptions.isEmpty() ? "" : " throws " + String.join(", ", exceptions);
    }

    private static String deprecated(boolean is) {
        return is ? "@Deprecated " : "";
    }

    /** A constant as a Java literal. */
    private static String literal(Object value, Class<?> type) {
        if (value instanceof String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        }
        if (value instanceof Double || value instanceof Float) {
            return decimal((Number) value);
        }
        if (type == boolean.class) {
            return String.valueOf(!value.equals(0));
        }
        return type == char.class ? "'" + (char) (int) value + "'" : value.toString();
    }

    /** The fewest digits that mean this number; {@code Double.toString} writes more on JDKs below 19. */
    private static String decimal(Number value) {
        double exact = value.doubleValue();
        if (Double.isNaN(exact) || Double.isInfinite(exact)) {
            return value.toString();
        }
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded = new BigDecimal(exact).round(new MathContext(digits));
            if (value instanceof Float ? rounded.floatValue() == exact : rounded.doubleValue() == exact) {
                return rounded.toString();
            }
        }
        return new BigDecimal(exact).round(new MathContext(17)).toString();
    }

    private boolean isApi(Executable member) {
        return isApi(member.getModifiers()) && !member.isSynthetic();
    }

    /** Nobody outside the package sees a protected member of a class without subclasses. */
    private boolean isApi(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers) && !isFinal();
    }

    private boolean isFinal() {
        return Modifier.isFinal(type.getModifiers()) || type.isEnum();
    }

    /** Whether every record or every enum has this method. */
    private boolean isImplied(Method method) {
        String name = method.getName();
        int parameters = method.getParameterCount();
        if (type.isEnum()) {
            return name.equals("values") && parameters == 0 || name.equals("valueOf") && parameters == 1;
        }
        if (!type.isRecord()) {
            return false;
        }
        boolean accessor = Arrays.stream(type.getRecordComponents())
                .anyMatch(component -> component.getName().equals(name));
        return parameters == 0 && (accessor || name.equals("hashCode") || name.equals("toString"))
                || name.equals("equals") && method.getParameterTypes()[0] == Object.class;
    }
}
