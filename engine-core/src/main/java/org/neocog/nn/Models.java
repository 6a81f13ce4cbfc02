package org.neocog.nn;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.neocog.tensor.Shape;

/** Models by name, by file and by text. */
public final class Models {
    private Models() {}

    /** The models that have a name. */
    public static List<String> names() {
        throw new UnsupportedOperationException("not written yet");
    }

    public static Model find(String nameOrFile) {
        return find(nameOrFile, Optional.empty(), OptionalInt.empty());
    }

    public static Model find(String nameOrFile, Optional<Shape> input, OptionalInt classes) {
        throw new UnsupportedOperationException("not written yet");
    }

    public static Model parse(String text, String origin) {
        throw new UnsupportedOperationException("not written yet");
    }
}
