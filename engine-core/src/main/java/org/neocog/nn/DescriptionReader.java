package org.neocog.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.neocog.NeocogException;
import org.neocog.tensor.Shape;

/** Reads a net description, line by line; errors name origin and line. */
final class DescriptionReader {
    /** What a line may begin with beside a layer. */
    private static final List<String> OTHER_WORDS =
            List.of("input", "name", "recipe", "architecture", "classes", "softmax", "svm", "mse");

    private final String origin;
    private final List<NamedLayer> layers = new ArrayList<>();
    private Optional<String> name = Optional.empty();
    private Optional<Shape> input = Optional.empty();
    private Optional<Recipe> recipe = Optional.empty();
    private Optional<LossKind> loss = Optional.empty();
    private int lossLine;
    private Optional<DescriptionLine> architecture = Optional.empty();
    private Optional<DescriptionLine> classes = Optional.empty();

    private DescriptionReader(String origin) {
        this.origin = origin;
    }

    /**
     * @param usualName the model's name if no line gives one
     * @throws NeocogException for whatever is no net description
     */
    static ModelDescription read(String text, String origin, String usualName) {
        DescriptionReader reader = new DescriptionReader(origin);
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            DescriptionLine.of(origin, number, line).ifPresent(reader::accept);
        }
        return reader.finish(usualName);
    }

    private void accept(DescriptionLine line) {
        switch (line.word()) {
            case "input" -> input = once(line, input, shape(line));
            case "name" -> name = once(line, name, name(line));
            case "architecture" -> architecture = once(line, architecture, line);
            case "classes" -> classes = once(line, classes, line);
            case "recipe" -> recipe = once(line, recipe, RecipeText.read(line));
            default -> {
                Optional<LossKind> kind = loss(line);
                if (kind.isEmpty() && !LayerReader.knows(line.word())) {
                    throw unknown(line);
                }
                layerOrLoss(line, kind);
            }
        }
    }

    private void layerOrLoss(DescriptionLine line, Optional<LossKind> kind) {
        if (architecture.isPresent() && kind.isEmpty()) {
            throw line.error("an architecture has its own layers; " + Words.quote(line.head()) + " cannot be added to it");
        }
        if (input.isEmpty() && architecture.isEmpty()) {
            throw line.error("an input line must come before " + line.word() + "; write: input CxHxW (as in: input 1x28x28)");
        }
        if (loss.isPresent()) {
            throw line.error(Words.quote(line.head()) + " comes after " + loss.get().word()
                    + ", the loss, which must be the last line but for recipe");
        }
        if (kind.isEmpty()) {
            layers.addAll(LayerReader.read(line));
            return;
        }
        // Throws if the line says more than its word.
        new Arguments(line, new Syntax(kind.get().word(), List.of(), List.of(), ""));
        if (layers.isEmpty() && architecture.isEmpty()) {
            throw line.error("there is no layer before " + line.word() + "; write at least: fc CLASSES");
        }
        loss = kind;
        lossLine = line.number();
    }

    private ModelDescription finish(String usualName) {
        if (architecture.isPresent()) {
            return architecture(architecture.get(), usualName);
        }
        if (classes.isPresent()) {
            throw classes.get().error("classes belongs to an architecture; here the last fc gives their number");
        }
        if (input.isEmpty()) {
            throw new NeocogException(origin + ": no layers; a net description begins with a line such as: input 1x28x28");
        }
        if (loss.isEmpty()) {
            throw new NeocogException(origin + ": the net has no output; end it with fc CLASSES and the loss,"
                    + " one of the lines softmax, svm, mse");
        }
        return NetDescription.of(
                origin,
                name.orElse(usualName),
                input.get(),
                layers,
                loss.get(),
                lossLine,
                recipe.orElse(Recipe.defaults()));
    }

    private ArchitectureDescription architecture(DescriptionLine line, String usualName) {
        if (!layers.isEmpty()) {
            throw line.error("an architecture has its own layers; it cannot follow " + layers.getFirst().layer().word());
        }
        Arguments arguments =
                new Arguments(line, new Syntax("architecture", List.of("name"), List.of(), "architecture resnet18"));
        String wanted = arguments.text("name").orElse("");
        Architecture found = Architectures.find(wanted).orElseThrow(() -> arguments.wrong("name", wanted,
                "one of " + String.join(", ", Architectures.names())));
        return new ArchitectureDescription(
                origin + ":" + line.number(),
                name.orElse(usualName),
                found,
                input.orElse(found.input()),
                classes.map(DescriptionReader::classes).orElse(found.classes()),
                loss.orElse(LossKind.CROSS_ENTROPY),
                recipe.orElse(found.recipe()));
    }

    private static int classes(DescriptionLine line) {
        Arguments arguments = new Arguments(line, new Syntax("classes", List.of("count"), List.of(), "classes 10"));
        int count = arguments.whole("count", Arguments.MAX_COUNT);
        if (count < 2) {
            throw arguments.wrong("count", "1", "at least 2");
        }
        return count;
    }

    private static <T> Optional<T> once(DescriptionLine line, Optional<T> before, T now) {
        if (before.isPresent()) {
            throw line.error("a second " + line.word() + " line; there can be only one");
        }
        return Optional.of(now);
    }

    private Shape shape(DescriptionLine line) {
        Arguments arguments = new Arguments(
                line, new Syntax("input", List.of("shape"), List.of(), "input 1x28x28"));
        String text = arguments.text("shape").orElse("");
        return NetDescription.shape(text).orElseThrow(() -> arguments.wrong("shape", text,
                "CHANNELSxHEIGHTxWIDTH, each at least 1 and at most 2^31-1 elements in all"));
    }

    private static String name(DescriptionLine line) {
        Arguments arguments = new Arguments(line, new Syntax("name", List.of("name"), List.of(), "name my-net"));
        String text = arguments.text("name").orElse("");
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw arguments.wrong("name", text, "at most 64 letters, digits, dots, _ or -, a letter or digit first");
        }
        return text;
    }

    private static Optional<LossKind> loss(DescriptionLine line) {
        return Arrays.stream(LossKind.values()).filter(kind -> kind.word().equals(line.word())).findFirst();
    }

    private static NeocogException unknown(DescriptionLine line) {
        List<String> known = Stream.concat(LayerReader.vocabulary().stream(), OTHER_WORDS.stream()).toList();
        return line.error("unknown layer " + Words.quote(line.head()) + "; " + Words.suggestion(line.head(), known)
                + "layers: " + String.join(", ", LayerReader.WORDS) + "; losses: softmax, svm, mse; other lines: input, name,"
                + " recipe, architecture, classes");
    }
}
