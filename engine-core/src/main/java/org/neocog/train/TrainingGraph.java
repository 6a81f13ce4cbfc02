package org.neocog.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.neocog.NeocogException;
import org.neocog.checkpoint.Checkpoint;
import org.neocog.graph.CountCorrect;
import org.neocog.graph.Gradients;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.HistoryUpdate;
import org.neocog.graph.Node;
import org.neocog.graph.OneHot;
import org.neocog.graph.OptimizerUpdate;
import org.neocog.nn.Buffer;
import org.neocog.nn.Mode;
import org.neocog.nn.Model;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Parameter;
import org.neocog.nn.ParameterUse;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * One training step as a graph: forward pass, loss, backward pass and the update of every parameter.
 *
 * <p>Inputs: {@code images} f32[N,C,H,W], {@code labels} i32[N] (or one for each pixel,
 * {@link Model#labelsPerImage}), {@code learningRate} f32 scalar, {@code step} i32 scalar
 * (from 1), if the model has dropout, {@code random} i32[4] (low and high half of the seed, then of the step) and, with
 * mixup, {@code mixup/partners} i32[N] and {@code mixup/share} f32 scalar.
 * Outputs: {@code loss}, the batch's mean before the update; {@code correct}, how many of the batch were classified
 * rightly; {@code update/NAME} for each trained parameter and each buffer; and {@code metrics/loss} and
 * {@code metrics/correct}, the two numbers of each of the last {@link #HISTORY} steps, step s at (s - 1) mod HISTORY.
 */
public final class TrainingGraph {
    /** How many steps may go by before their losses must be read. */
    public static final int HISTORY = 16;

    static final String LOSSES = "metrics/loss";
    static final String CORRECT = "metrics/correct";

    private final Graph graph;
    private final List<Parameter> parameters;
    private final List<Parameter> trained;
    private final List<Buffer> buffers;
    private final SequencedMap<String, TensorSpec> slots;

    private TrainingGraph(
            Graph graph,
            List<Parameter> parameters,
            List<Parameter> trained,
            List<Buffer> buffers,
            SequencedMap<String, TensorSpec> slots) {
        this.graph = graph;
        this.parameters = List.copyOf(parameters);
        this.trained = List.copyOf(trained);
        this.buffers = List.copyOf(buffers);
        this.slots = Collections.unmodifiableSequencedMap(slots);
    }

    /**
     * @param weightDecay the factor of the L2 penalty's gradient; parameters that do not decay (biases, as a rule) get 0
     * @throws org.neocog.NeocogException if the model does not fit together
     */
    public static TrainingGraph of(Model model, int batch, Optimizer optimizer, float weightDecay) {
        return of(model, batch, optimizer, weightDecay, TrainingOptions.none());
    }

    /**
     * With gradient clipping, label smoothing, mixup and frozen parameters as the options say.
     *
     * @throws org.neocog.UsageException if a pattern of the parameters to freeze matches none
     * @throws org.neocog.NeocogException if the model does not fit together, nothing is left to train, or the model's loss
     *     cannot take the targets
     */
    public static TrainingGraph of(
            Model model, int batch, Optimizer optimizer, float weightDecay, TrainingOptions options) {
        if (options.mixup() > 0 && model.labelsPerImage() > 1) {
            throw new NeocogException("mixup blends the classes of images, but " + model.name() + " has one for each pixel");
        }
        NamePatterns frozen = new NamePatterns(options.freeze());
        GraphBuilder graph = new GraphBuilder();
        Node images = graph.input("images", TensorSpec.f32(model.inputShape().prepend(batch)));
        Node labels = graph.input("labels", TensorSpec.i32(batch * model.labelsPerImage()));
        Node learningRate = graph.input("learningRate", TensorSpec.f32(Shape.scalar()));
        Node step = graph.input("step", TensorSpec.i32());
        Optional<Mixup.Inputs> mixup =
                options.mixup() > 0 ? Optional.of(Mixup.Inputs.of(graph, batch)) : Optional.empty();
        NetBuilder net =
                new NetBuilder(graph, Mode.TRAINING, new ParameterUse(UnaryOperator.identity(), frozen::match));
        Node scores = model.scores(net, mixup.map(mix -> mix.mix(graph, "mixed", images)).orElse(images));
        Node loss = options.softTargets()
                ? model.loss().lossOfTargets(graph, scores, targets(graph, scores, labels, mixup, options))
                : model.loss().loss(graph, scores, labels);
        Node correct = graph.add("correct", new CountCorrect(), scores, labels);
        graph.output("loss", loss);
        graph.output("correct", correct);
        SequencedMap<String, TensorSpec> slots = new LinkedHashMap<>();
        List<Parameter> trained = trained(net.parameters(), frozen);
        Map<Node, Node> gradients = GradientClipping.clip(
                graph, Gradients.of(graph, loss, trained.stream().map(Parameter::node).toList()), options);
        for (Parameter parameter : trained) {
            OptimizerUpdate op = optimizer.update(parameter.decay() || options.decayAll() ? weightDecay : 0);
            List<Node> inputs = new ArrayList<>(List.of(parameter.node(), gradients.get(parameter.node())));
            for (String slotName : op.slotNames()) {
                String slot = Checkpoint.optimizerSlot(parameter.name(), slotName);
                slots.put(slot, parameter.node().spec());
                inputs.add(graph.variable(slot, parameter.node().spec()));
            }
            inputs.add(learningRate);
            inputs.add(step);
            String name = "update/" + parameter.name();
            graph.output(name, graph.add(name, op, inputs));
        }
        net.updates().forEach((buffer, update) -> graph.output("update/" + buffer, update));
        remember(graph, LOSSES, loss, step);
        remember(graph, CORRECT, correct, step);
        return new TrainingGraph(graph.build(), net.parameters(), trained, net.buffers(), slots);
    }

    private static List<Parameter> trained(List<Parameter> parameters, NamePatterns frozen) {
        List<String> names = parameters.stream().map(Parameter::name).toList();
        frozen.requireMatches("--freeze", names);
        List<Parameter> trained = parameters.stream().filter(parameter -> !frozen.match(parameter.name())).toList();
        if (trained.isEmpty()) {
            throw new NeocogException(names.isEmpty()
                    ? "nothing to train: the model has no parameters"
                    : "nothing to train: every parameter of the model is frozen (" + String.join(", ", names) + ")");
        }
        return trained;
    }

    /** N × classes, each row summing to 1: the label's class but for what smoothing and mixup give to others. */
    private static Node targets(
            GraphBuilder graph, Node scores, Node labels, Optional<Mixup.Inputs> mixup, TrainingOptions options) {
        OneHot smoothed = OneHot.smoothed(scores.shape().dim(1), (float) options.labelSmoothing());
        Node targets = graph.add("targets", smoothed, labels);
        return mixup.map(mix -> mix.mix(graph, "targets.mixed", targets)).orElse(targets);
    }

    private static void remember(GraphBuilder graph, String history, Node value, Node step) {
        Node variable = graph.variable(history, histories().get(history));
        graph.output(history, graph.add("update/" + history, new HistoryUpdate(), variable, value, step));
    }

    public Graph graph() {
        return graph;
    }

    /** The model's parameters: variables of the graph, under their own names. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Those of the parameters that are not frozen. */
    public List<Parameter> trained() {
        return trained;
    }

    /** What the model remembers beside its parameters: variables of the graph, under their own names. */
    public List<Buffer> buffers() {
        return buffers;
    }

    /** The variables in which the optimizer remembers, {@code optimizer/PARAMETER/SLOT}; they start at zero. */
    public SequencedMap<String, TensorSpec> slots() {
        return slots;
    }

    /** The variables in which steps leave their numbers to be read; no checkpoint holds them, and they start at zero. */
    public static SequencedMap<String, TensorSpec> histories() {
        SequencedMap<String, TensorSpec> histories = new LinkedHashMap<>();
        histories.put(LOSSES, TensorSpec.f32(HISTORY));
        histories.put(CORRECT, TensorSpec.f32(HISTORY));
        return histories;
    }
}
