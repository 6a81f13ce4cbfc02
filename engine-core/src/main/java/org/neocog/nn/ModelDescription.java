package org.neocog.nn;

import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.tensor.Shape;

/** What a text or a name says about a model, its shapes not yet checked. */
sealed interface ModelDescription permits NetDescription, ArchitectureDescription {
    /** What error messages call it. */
    String origin();

    Shape input();

    /**
     * The same net for images of another shape.
     *
     * @throws UsageException if the shape is none of an image
     */
    ModelDescription withInput(Shape other);

    /**
     * The same net with another number of classes.
     *
     * @throws UsageException if it cannot have that number
     */
    ModelDescription withClasses(int classes);

    /**
     * @throws NeocogException naming the line, if the layers do not fit together
     */
    Model model();

    /** The origin of a description whose input was replaced. */
    default String originWith(Shape other) {
        if (NetDescription.shape(other.toString()).isEmpty()) {
            throw new UsageException("a net's input has the layout CxHxW, as 1x28x28; it cannot be " + other);
        }
        return other.equals(input()) ? origin() : origin() + " with input " + other;
    }

    static void checkClasses(int classes) {
        if (classes < 2 || classes > Arguments.MAX_COUNT) {
            throw new UsageException("a net needs at least 2 classes, and at most " + Arguments.MAX_COUNT + "; not " + classes);
        }
    }
}
