package org.neocog.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.tensor.Shape;

/**
 * A net description that has been read, its shapes not yet checked.
 *
 * @param origin where it comes from, for messages
 * @param name the model's
 * @param input C × H × W
 * @param layers in order
 * @param names of the layers, given or made from the layer's word and a count
 * @param loss what ends it
 * @param lossLine where the loss stands, for messages
 * @param recipe the defaults of training
 */
record NetDescription(
        String origin,
        String name,
        Shape input,
        List<NamedLayer> layers,
        List<String> names,
        LossKind loss,
        int lossLine,
        Recipe recipe)
        implements ModelDescription {
    /** Names of a graph's inputs, which no layer may take. */
    private static final Set<String> RESERVED =
            Set.of(InferenceGraph.IMAGES, NetBuilder.RANDOM, "labels", "learningRate", "step");

    static NetDescription of(
            String origin, String name, Shape input, List<NamedLayer> layers, LossKind loss, int lossLine, Recipe recipe) {
        return new NetDescription(origin, name, input, List.copyOf(layers), names(origin, layers), loss, lossLine, recipe);
    }

    private static List<String> names(String origin, List<NamedLayer> layers) {
        Map<String, Integer> counts = new HashMap<>();
        Set<String> taken = new HashSet<>(RESERVED);
        List<String> names = new ArrayList<>();
        for (NamedLayer layer : layers) {
            String word = layer.layer().word();
            int count = counts.merge(word, 1, Integer::sum);
            String name = layer.given().orElse(word + count);
            if (!taken.add(name)) {
                throw DescriptionLine.error(origin, layer.line(),
                        "the name " + name + " is taken; give this " + word + " another with name=");
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    @Override
    public NetDescription withInput(Shape other) {
        return new NetDescription(originWith(other), name, other, layers, names, loss, lossLine, recipe);
    }

    /** Changes the outputs of the last layer with weights, which must be an {@code fc}. */
    @Override
    public NetDescription withClasses(int classes) {
        ModelDescription.checkClasses(classes);
        OptionalInt last = lastWithWeights();
        if (last.isEmpty() || !(layers.get(last.getAsInt()).layer() instanceof LayerLine.Linear fc)) {
            throw new UsageException("the number of classes of " + name + " can only be changed if its last layer with weights"
                    + " is an fc; edit its description instead");
        }
        NamedLayer old = layers.get(last.getAsInt());
        List<NamedLayer> changed = new ArrayList<>(layers);
        changed.set(last.getAsInt(), new NamedLayer(old.line(), old.given(), new LayerLine.Linear(classes, fc.init())));
        return new NetDescription(origin, name, input, List.copyOf(changed), names, loss, lossLine, recipe);
    }

    private OptionalInt lastWithWeights() {
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (hasWeights(layers.get(i).layer())) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Whether layer {@code index} has weights and the first activation after it, before any further weights, is a ReLU or like
     * one.
     */
    boolean beforeRelu(int index) {
        if (!hasWeights(layers.get(index).layer())) {
            return false;
        }
        for (NamedLayer next : layers.subList(index + 1, layers.size())) {
            if (next.layer() instanceof LayerLine.Activation activation) {
                return activation.kind().rectifies();
            }
            if (hasWeights(next.layer())) {
                return false;
            }
        }
        return false;
    }

    private static boolean hasWeights(LayerLine layer) {
        return layer instanceof LayerLine.Conv || layer instanceof LayerLine.Linear;
    }

    @Override
    public Model model() {
        return new SequentialModel(this);
    }

    NeocogException error(int line, String message) {
        return DescriptionLine.error(origin, line, message);
    }

    /** The description in its canonical form: reading it gives this net again. */
    String text() {
        String body = layers.stream().map(NamedLayer::text).collect(Collectors.joining("\n"));
        return String.join("\n", "name " + name, "input " + input, body, loss.word(), RecipeText.write(recipe), "");
    }

    /** C × H × W from {@code 1x28x28}; empty if the text is of another form or the shape is too large. */
    static Optional<Shape> shape(String text) {
        if (!text.matches("[0-9]{1,8}[xX][0-9]{1,8}[xX][0-9]{1,8}")) {
            return Optional.empty();
        }
        String[] parts = text.split("[xX]");
        int[] dims = {Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])};
        try {
            return Optional.of(Shape.of(dims));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
