package org.neocog.nn;

import org.neocog.NeocogException;
import org.neocog.tensor.Shape;

/**
 * An architecture with its sizes.
 *
 * @param origin where it comes from and, if that is a text, the line after a colon
 * @param name the model's
 * @param architecture the program
 * @param input C × H × W
 * @param classes at least 2
 * @param loss what training makes small
 * @param recipe the defaults of training
 */
record ArchitectureDescription(
        String origin, String name, Architecture architecture, Shape input, int classes, LossKind loss, Recipe recipe)
        implements ModelDescription {
    /** The architecture as it is known. */
    static ArchitectureDescription of(Architecture architecture) {
        return new ArchitectureDescription(
                architecture.name(),
                architecture.name(),
                architecture,
                architecture.input(),
                architecture.classes(),
                LossKind.CROSS_ENTROPY,
                architecture.recipe());
    }

    @Override
    public ArchitectureDescription withInput(Shape other) {
        return new ArchitectureDescription(originWith(other), name, architecture, other, classes, loss, recipe);
    }

    @Override
    public ArchitectureDescription withClasses(int other) {
        ModelDescription.checkClasses(other);
        return new ArchitectureDescription(origin, name, architecture, input, other, loss, recipe);
    }

    @Override
    public Model model() {
        return new ArchitectureModel(this);
    }

    NeocogException error(String message) {
        return new NeocogException(origin + ": " + message);
    }

    /** The description in its canonical form: reading it gives this model again. */
    String text() {
        return String.join("\n",
                "architecture " + architecture.name(),
                "name " + name,
                "input " + input,
                "classes " + classes,
                loss.word(),
                RecipeText.write(recipe),
                "");
    }
}
