package org.neocog.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.data.Dataset;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.tensor.Shape;
import org.neocog.train.TrainingData;
import picocli.CommandLine.Option;

/** The options that fit a model to images and classes. */
final class ModelSizes {
    /** What {@code --model} takes, for its help. */
    static final String MODEL = "A model by name (mnist-cnn, resnet18-cifar, vgg16 ...; a wrong name lists them all), a"
            + " pattern of layers (pattern:n=2,m=3,k=1), or a file that describes a net.";

    @Option(
            names = "--input",
            paramLabel = "CxHxW",
            description = "Channels, height and width of the images, in place of the model's own.")
    private Optional<String> input = Optional.empty();

    @Option(names = "--classes", paramLabel = "N", description = "Classes to tell apart, in place of the model's own number.")
    private Optional<Integer> classes = Optional.empty();

    /** The options given, by name. */
    List<String> given() {
        List<String> given = new ArrayList<>();
        input.ifPresent(_ -> given.add("--input"));
        classes.ifPresent(_ -> given.add("--classes"));
        return given;
    }

    /**
     * @throws UsageException if there is no such model, or it cannot have these sizes
     */
    Model find(String model) {
        return Models.find(model, shape(), count());
    }

    /** The model for data of this shape and number of classes; see {@link Models#findFor}. */
    Model find(String model, Shape image, int labels) {
        return Models.findFor(model, shape(), count(), image, labels);
    }

    /**
     * The model for features in the place of images, which decide its input.
     *
     * @throws UsageException as {@link #find(String)} does; or if an input was given
     */
    Model findTaking(String model, Shape features) {
        if (input.isPresent()) {
            throw new UsageException("--input cannot be given with --features, which make the network's input " + features);
        }
        Models.find(model, Optional.empty(), count()); // What is wrong with it whatever it is given, is said as ever.
        try {
            return Models.find(model, Optional.of(features), count());
        } catch (UsageException e) {
            throw e;
        } catch (NeocogException e) {
            throw new NeocogException(e.getMessage() + "; with --features the input is a row of " + features.elements()
                    + " numbers, for a model without convolutions, as softmax", e);
        }
    }

    /**
     * Checks that a model can take the data, with what to add to the command line if not.
     *
     * @throws NeocogException if images or classes differ, or the model wants a class for each pixel
     */
    static void requireFit(Model model, Dataset data) {
        if (model.labelsPerImage() > 1) {
            TrainingData.check(model, data);
        }
        if (!data.imageShape().equals(model.inputShape())) {
            throw new NeocogException("the model " + model.name() + " takes images of " + model.inputShape()
                    + " (channels x height x width), but the data have " + data.imageShape() + "; --input " + data.imageShape()
                    + " fits the model to them"
                    + (data.imageShape().dim(0) == model.inputShape().dim(0)
                            ? ", or --augment can scale and crop them"
                            : ""));
        }
        if (data.classes() != model.classes()) {
            throw new NeocogException("the model " + model.name() + " has " + model.classes() + " classes, but the data have "
                    + data.classes() + ": " + String.join(", ", data.labels()) + "; --classes " + data.classes()
                    + " fits the model to them");
        }
    }

    private Optional<Shape> shape() {
        return input.map(Models::inputShape);
    }

    private OptionalInt count() {
        return classes.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
