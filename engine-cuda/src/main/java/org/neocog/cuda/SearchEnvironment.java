package org.neocog.cuda;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the search for libraries depends on.
 *
 * @param property a system property's value, or null
 * @param variable an environment variable's value, or null
 * @param root of the file system
 */
record SearchEnvironment(UnaryOperator<String> property, UnaryOperator<String> variable, Path root) {
    static SearchEnvironment ofThisProcess() {
        return new SearchEnvironment(System::getProperty, System::getenv, Path.of("/"));
    }

    /** A variable's value, unless it is not set or blank. */
    Optional<String> set(String name) {
        return Optional.ofNullable(variable.apply(name)).filter(value -> !value.isBlank());
    }

    /** A path under {@link #root}, given without the leading slash. */
    Path path(String relative) {
        return root.resolve(relative);
    }
}
