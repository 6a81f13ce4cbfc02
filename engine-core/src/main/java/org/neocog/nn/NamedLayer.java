package org.neocog.nn;

import java.util.Optional;

/**
 * A layer of a description.
 *
 * @param line where it stands, for messages
 * @param given the name it was given, if any
 * @param layer what it does
 */
record NamedLayer(int line, Optional<String> given, LayerLine layer) {
    static NamedLayer unnamed(int line, LayerLine layer) {
        return new NamedLayer(line, Optional.empty(), layer);
    }

    /** The canonical line. */
    String text() {
        return layer.word() + layer.arguments() + given.map(name -> " name=" + name).orElse("");
    }
}
