package org.neocog.nn;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The architectures that providers on the class path give. */
final class Architectures {
    private Architectures() {}

    static List<String> names() {
        return all().map(Architecture::name).toList();
    }

    static Optional<Architecture> find(String name) {
        return all().filter(architecture -> architecture.name().equals(name)).findFirst();
    }

    private static Stream<Architecture> all() {
        return ServiceLoader.load(ArchitectureProvider.class).stream()
                .flatMap(provider -> provider.get().architectures().stream());
    }
}
