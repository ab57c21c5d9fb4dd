package org.tresnet4j.runner.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one key of a YAML section; stands on the record component the key is bound to. Every component of a
 * configuration record carries it.
 *
 * <p>Component types: {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String},
 * {@link java.nio.file.Path}, enums (written in lower case with dashes), records (nested sections),
 * {@link java.util.List} and {@link java.util.Optional} of these. An {@code Optional} is absent unless set, a nested
 * section has its own defaults, and everything else is required unless it has a default.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

    /** The value of {@link #defaultValue} that means "no default". */
    String REQUIRED = "\0";

    /** What the key means, in one sentence, with its unit. */
    String value();

    /** The default as it would be written in YAML, e.g. {@code 0.9} or {@code [8, 11]}. */
    String defaultValue() default REQUIRED;

    /** The smallest number allowed; of a list, for each item. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The largest number allowed; of a list, for each item. */
    double max() default Double.POSITIVE_INFINITY;

    /** Numbers must be larger than this. */
    double above() default Double.NEGATIVE_INFINITY;

    /** Numbers must be smaller than this. */
    double below() default Double.POSITIVE_INFINITY;

    /**
     * When the key has a meaning: {@code sibling=value|value} or {@code sibling!=value}, where the sibling is an
     * earlier component. Setting the key otherwise is an error, and it is then not written back; it holds its default,
     * or nothing if it is a list.
     */
    String when() default "";
}
