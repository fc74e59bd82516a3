package dev.fennel.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field, a parameter or a method's result that may be null. What is not marked is never null, and the build
 * checks that.
 *
 * <p>The annotation stays in the class files, because the modules above are checked against them. Each module has one
 * of its own, since a common one would have to be exported.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Nullable {}
