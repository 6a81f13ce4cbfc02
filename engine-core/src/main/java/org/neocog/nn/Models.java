package org.neocog.nn;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.tensor.Shape;

/** Models by name, by file and by text. The language of descriptions is documented in {@code docs/nets.md}. */
public final class Models {
    /** Those that are net descriptions in this library. */
    private static final List<String> DESCRIBED =
            List.of("softmax", "mlp", "mnist-cnn", "lenet5", "mlp-cifar", "neocognitron", "svm");

    private Models() {}

    /** The models that have a name. */
    public static List<String> names() {
        return Stream.concat(DESCRIBED.stream(), Architectures.names().stream()).toList();
    }

    /** As {@link #find(String, Optional, OptionalInt)}, with input and classes as described. */
    public static Model find(String nameOrFile) {
        return find(nameOrFile, Optional.empty(), OptionalInt.empty());
    }

    /**
     * The model of this name or pattern (see {@link PatternNet}) or, if there is none, the one that the file describes.
     *
     * @param input C × H × W in place of the description's; shapes follow from it
     * @param classes in place of the description's; in a net that is described layer by layer, the outputs of the last layer
     *     with weights, which must be an {@code fc}
     * @throws UsageException if there is neither a model nor a file of this name, or the model cannot have these classes
     * @throws NeocogException if the file is no net description, or its layers do not fit together
     */
    public static Model find(String nameOrFile, Optional<Shape> input, OptionalInt classes) {
        ModelDescription net = description(nameOrFile);
        if (input.isPresent()) {
            net = net.withInput(input.get());
        }
        if (classes.isPresent()) {
            net = net.withClasses(classes.getAsInt());
        }
        return net.model();
    }

    /**
     * Looks whether there is such a model, without putting it together.
     *
     * @throws UsageException if there is neither a model nor a file of this name
     * @throws NeocogException if the file is no net description
     */
    public static void requireKnown(String nameOrFile) {
        description(nameOrFile);
    }

    /**
     * The model of this name or file for given data. One that is described layer by layer stands as it is described, except
     * for the input and the classes given here; an architecture or a pattern, which takes many sizes, takes what is not given
     * from the data.
     *
     * @param image C × H × W of the data
     * @param labels classes of the data
     * @throws UsageException as in {@link #find(String, Optional, OptionalInt)}
     * @throws NeocogException as there
     */
    public static Model findFor(
            String nameOrFile, Optional<Shape> input, OptionalInt classes, Shape image, int labels) {
        boolean fits = PatternNet.matches(nameOrFile) || Architectures.find(nameOrFile).isPresent();
        return fits
                ? find(nameOrFile, Optional.of(input.orElse(image)), OptionalInt.of(classes.orElse(labels)))
                : find(nameOrFile, input, classes);
    }

    /**
     * The model that a text describes.
     *
     * @param origin what error messages call the text; the model's name if the text gives none
     * @throws NeocogException if the text is no net description, or its layers do not fit together
     */
    public static Model parse(String text, String origin) {
        return DescriptionReader.read(text, origin, nameFrom(origin)).model();
    }

    /**
     * As {@link #parse(String, String)}, for images of another shape.
     *
     * @param input C × H × W in place of the description's; shapes follow from it
     */
    public static Model parse(String text, String origin, Shape input) {
        return DescriptionReader.read(text, origin, nameFrom(origin)).withInput(input).model();
    }

    /**
     * C × H × W from text: {@code 3x32x32}.
     *
     * @throws UsageException if the text is of another form
     */
    public static Shape inputShape(String text) {
        return NetDescription.shape(text).orElseThrow(() -> new UsageException("an input is CHANNELSxHEIGHTxWIDTH, as 3x32x32"
                + " (each at least 1, at most 2^31-1 elements in all), not " + Words.quote(text)));
    }

    private static ModelDescription description(String nameOrFile) {
        if (DESCRIBED.contains(nameOrFile)) {
            return DescriptionReader.read(ModelFile.resource(nameOrFile), nameOrFile, nameOrFile);
        }
        if (PatternNet.matches(nameOrFile)) {
            return PatternNet.read(nameOrFile);
        }
        return Architectures.find(nameOrFile)
                .<ModelDescription>map(ArchitectureDescription::of)
                .orElseGet(() -> file(nameOrFile));
    }

    private static ModelDescription file(String nameOrFile) {
        Path path;
        try {
            path = Path.of(nameOrFile);
        } catch (InvalidPathException e) {
            throw unknown(nameOrFile);
        }
        if (nameOrFile.isEmpty() || Files.notExists(path)) {
            throw unknown(nameOrFile);
        }
        String origin = nameOrFile.replaceAll("\\p{Cntrl}", "?");
        return DescriptionReader.read(ModelFile.read(path), origin, nameFrom(nameOrFile));
    }

    private static UsageException unknown(String nameOrFile) {
        return new UsageException("no model or file " + Words.quote(nameOrFile) + "; "
                + Words.suggestion(nameOrFile, names()) + "models: " + String.join(", ", names())
                + "; or a pattern such as " + PatternNet.EXAMPLE + ", or the path of a net description");
    }

    /** A file's name without folders and ending, with what a model's name cannot hold replaced by {@code -}. */
    private static String nameFrom(String origin) {
        String file = origin.substring(Math.max(origin.lastIndexOf('/'), origin.lastIndexOf('\\')) + 1);
        int dot = file.lastIndexOf('.');
        String stem = (dot > 0 ? file.substring(0, dot) : file).replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", "");
        return stem.isEmpty() ? "net" : stem.substring(0, Math.min(64, stem.length()));
    }
}
