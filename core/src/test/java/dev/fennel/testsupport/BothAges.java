package dev.fennel.testsupport;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A test class that runs once with the real programs of each {@link Age}. The class has it in a field:
 * {@code @Parameter Age age}. Single tests have it as a parameter instead, with {@code @ParameterizedTest} and
 * {@code @EnumSource}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ParameterizedClass(name = "{0}")
@EnumSource(Age.class)
public @interface BothAges {}
