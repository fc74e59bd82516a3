package dev.fennel.testsupport.gates;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How the API of a public type names other types: without the package if that is {@code java.lang} or the type's own,
 * and after a {@value #HIDDEN} if users cannot name it.
 *
 * @param home the package of the public type
 * @param arguments what to write for the type parameters of the supertype that declares a member; those missing stand
 *     for themselves
 * @param nameable says which types users can name
 */
record TypeNames(String home, Map<TypeVariable<?>, String> arguments, PublicApi.Nameable nameable) {
    static final String HIDDEN = "!";

    String name(Type type) {
        if (type instanceof Class<?> raw) {
            return rawName(raw);
        }
        if (type instanceof ParameterizedType parameterized) {
            return rawName((Class<?>) parameterized.getRawType())
                    + '<'
                    + names(parameterized.getActualTypeArguments(), ", ")
                    + '>';
        }
        if (type instanceof GenericArrayType array) {
            return name(array.getGenericComponentType()) + "[]";
        }
        if (type instanceof WildcardType wildcard) {
            if (wildcard.getLowerBounds().length > 0) {
                return "? super " + names(wildcard.getLowerBounds(), " & ");
            }
            return "?" + bounds(wildcard.getUpperBounds());
        }
        TypeVariable<?> variable = (TypeVariable<?>) type;
        return arguments.getOrDefault(variable, variable.getName());
    }

    /** The type parameters that a type, a method or a constructor declares, or nothing. */
    String parameters(GenericDeclaration declaration) {
        List<String> parameters = new ArrayList<>();
        for (TypeVariable<?> variable : declaration.getTypeParameters()) {
            parameters.add(variable.getName() + bounds(variable.getBounds()));
        }
        return parameters.isEmpty() ? "" : '<' + String.join(", ", parameters) + '>';
    }

    private String bounds(Type[] bounds) {
        return bounds.length == 0 || bounds[0] == Object.class ? "" : " extends " + names(bounds, " & ");
    }

    private String names(Type[] types, String between) {
        return String.join(between, Arrays.stream(types).map(this::name).toList());
    }

    private String rawName(Class<?> type) {
        if (type.isArray()) {
            return rawName(type.getComponentType()) + "[]";
        }
        if (type.isPrimitive()) {
            return type.getName();
        }
        String from = type.getPackageName();
        boolean known = from.equals("java.lang") || from.equals(home);
        String name = known ? type.getCanonicalName().substring(from.length() + 1) : type.getCanonicalName();
        return nameable.test(type) ? name : HIDDEN + name;
    }
}
