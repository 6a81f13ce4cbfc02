package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.graph.AddSquares;
import org.neocog.graph.ChannelSum;
import org.neocog.graph.Clamp;
import org.neocog.graph.ClipFactor;
import org.neocog.graph.Conv2dWeightGrad;
import org.neocog.graph.CountCorrect;
import org.neocog.graph.Dropout;
import org.neocog.graph.Graph;
import org.neocog.graph.Input;
import org.neocog.graph.MaxPool2dGrad;
import org.neocog.graph.MixRows;
import org.neocog.graph.Node;
import org.neocog.graph.OneHot;
import org.neocog.graph.Op;
import org.neocog.graph.OptimizerUpdate;
import org.neocog.graph.RecipeOp;
import org.neocog.graph.ScaleBy;
import org.neocog.graph.SoftTargetCrossEntropy;
import org.neocog.graph.UpdateOp;
import org.neocog.graph.Variable;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.Parameter;
import org.neocog.tensor.TensorSpec;

final class TrainingGraphTest {
    private static final Model MODEL = Models.parse("""
            input 2x6x6
            conv 4 3x3 pad=same
            relu
            maxpool 2x2
            dropout 0.25
            fc 5 bias=no
            tanh
            dropout 0.5
            fc 3
            softmax
            """, "tiny");
    private static final List<String> PARAMETERS =
            List.of("conv1.weight", "conv1.bias", "fc1.weight", "fc2.weight", "fc2.bias");

    @Test
    void inputsAndOutputsAreThoseOfAStep() {
        Graph graph = TrainingGraph.of(MODEL, 7, new Adam(0.9f, 0.99f, 1e-8f, false), 0).graph();
        assertEquals(
                Map.of(
                        "images", TensorSpec.f32(7, 2, 6, 6),
                        "labels", TensorSpec.i32(7),
                        "learningRate", TensorSpec.f32(),
                        "step", TensorSpec.i32(),
                        "random", TensorSpec.i32(4)),
                inputs(graph));
        List<String> outputs = new ArrayList<>(List.of("loss", "correct"));
        PARAMETERS.forEach(name -> outputs.add("update/" + name));
        outputs.addAll(List.of("metrics/loss", "metrics/correct"));
        assertEquals(outputs, List.copyOf(graph.outputs().keySet()));
        assertEquals(TensorSpec.f32(), graph.outputs().get("loss").spec());
        assertEquals(TensorSpec.f32(), graph.outputs().get("correct").spec());
    }

    @Test
    void eachParameterHasItsSlots() {
        TrainingGraph training = TrainingGraph.of(MODEL, 7, new Adam(0.9f, 0.99f, 1e-8f, false), 0);
        assertEquals(PARAMETERS, training.parameters().stream().map(Parameter::name).toList());
        Map<String, TensorSpec> slots = new LinkedHashMap<>();
        for (Parameter parameter : training.parameters()) {
            slots.put("optimizer/" + parameter.name() + "/mean", TensorSpec.f32(parameter.shape()));
            slots.put("optimizer/" + parameter.name() + "/square", TensorSpec.f32(parameter.shape()));
        }
        assertEquals(slots, training.slots());
        Set<String> variables = training.graph().nodes().stream()
                .filter(node -> node.op() instanceof Variable)
                .map(Node::name)
                .collect(Collectors.toSet());
        Set<String> wanted = new HashSet<>(PARAMETERS);
        wanted.addAll(slots.keySet());
        wanted.addAll(List.of("metrics/loss", "metrics/correct"));
        assertEquals(wanted, variables);
        assertTrue(TrainingGraph.of(MODEL, 7, new Sgd(0, false), 0).slots().isEmpty());
    }

    @Test
    void weightsDecayAndBiasesDoNot() {
        Graph graph = TrainingGraph.of(MODEL, 2, new Sgd(0.9f, false), 0.125f).graph();
        for (String name : PARAMETERS) {
            OptimizerUpdate update = (OptimizerUpdate) graph.outputs().get("update/" + name).op();
            assertEquals(name.endsWith("bias") ? 0 : 0.125f, update.weightDecay(), name);
        }
    }

    @Test
    void eachUpdateReadsTheGradientOfItsOwnParameter() {
        Graph graph = TrainingGraph.of(MODEL, 2, new Sgd(0, false), 0).graph();
        for (String name : PARAMETERS) {
            Node update = graph.outputs().get("update/" + name);
            assertEquals(name, update.input(0).name());
            assertEquals(update.input(0).spec(), update.input(1).spec(), "its gradient");
            assertEquals("learningRate", update.input(2).name());
            assertEquals("step", update.input(3).name());
        }
        assertEquals(
                PARAMETERS.size(),
                PARAMETERS.stream().map(name -> graph.outputs().get("update/" + name).input(1)).distinct().count());
    }

    @Test
    void dropoutsOfOneNetHaveStreamsOfTheirOwn() {
        List<Integer> streams = TrainingGraph.of(MODEL, 2, new Sgd(0, false), 0).graph().nodes().stream()
                .filter(node -> node.op() instanceof Dropout && !node.name().endsWith(".dx"))
                .map(node -> ((Dropout) node.op()).stream())
                .toList();
        assertEquals(2, streams.size());
        assertEquals(2, Set.copyOf(streams).size());
    }

    @Test
    void evaluationHasNoDropoutAndNoUpdates() {
        Graph graph = EvaluationGraph.of(MODEL, 3);
        assertEquals(
                Map.of("images", TensorSpec.f32(3, 2, 6, 6), "labels", TensorSpec.i32(3)), inputs(graph));
        assertEquals(List.of("loss", "correct", "scores"), List.copyOf(graph.outputs().keySet()));
        assertEquals(TensorSpec.f32(3, 3), graph.outputs().get("scores").spec());
        assertTrue(graph.nodes().stream().noneMatch(node -> node.op() instanceof Dropout || node.op() instanceof UpdateOp));
    }

    @Test
    void aBatchOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> TrainingGraph.of(MODEL, 0, new Sgd(0, false), 0));
        assertThrows(IllegalArgumentException.class, () -> EvaluationGraph.of(MODEL, 0));
    }

    private static TrainingGraph with(TrainingOptions options) {
        return TrainingGraph.of(MODEL, 4, new Sgd(0.9f, false), 0.125f, options);
    }

    private static Set<String> outputs(TrainingGraph training) {
        return training.graph().outputs().keySet().stream()
                .filter(name -> name.startsWith("update/"))
                .map(name -> name.substring("update/".length()))
                .collect(Collectors.toSet());
    }

    /** The operations that are needed for the outputs, in the order of the graph. */
    private static List<Op> operations(Graph graph) {
        Set<Node> needed = new HashSet<>(graph.outputs().values());
        List<Op> operations = new ArrayList<>();
        for (Node node : graph.nodes().reversed()) {
            if (needed.contains(node)) {
                needed.addAll(node.inputs());
                operations.addFirst(node.op());
            }
        }
        return operations;
    }

    private static long count(Graph graph, Class<? extends Op> type) {
        return operations(graph).stream().filter(type::isInstance).count();
    }

    @Test
    void frozenParametersHaveNoUpdateNoSlotAndNoGradient() {
        TrainingGraph training = with(TrainingOptions.none().withFreeze(List.of("conv*", "fc2.bias")));
        assertEquals(Set.of("fc1.weight", "fc2.weight"), outputs(training));
        assertEquals(Set.of("optimizer/fc1.weight/velocity", "optimizer/fc2.weight/velocity"), training.slots().keySet());
        assertEquals(PARAMETERS, training.parameters().stream().map(Parameter::name).toList());
        assertEquals(List.of("fc1.weight", "fc2.weight"), training.trained().stream().map(Parameter::name).toList());
        assertEquals(0, count(training.graph(), Conv2dWeightGrad.class));
        assertEquals(0, count(training.graph(), ChannelSum.class), "no bias has a gradient");
        assertEquals(0, count(training.graph(), MaxPool2dGrad.class), "nothing below the first trained layer is computed");
        assertEquals(1, count(with(TrainingOptions.none()).graph(), Conv2dWeightGrad.class));
    }

    @Test
    void aPatternThatFreezesNothingOrEverythingIsRefused() {
        assertTrue(assertThrows(UsageException.class, () -> with(TrainingOptions.none().withFreeze(List.of("conf*"))))
                .getMessage()
                .startsWith("--freeze conf*: matches none of the model's parameters, which are conv1.weight, conv1.bias, fc1"));
        assertEquals(
                "nothing to train: every parameter of the model is frozen (" + String.join(", ", PARAMETERS) + ")",
                assertThrows(NeocogException.class, () -> with(TrainingOptions.none().withFreeze(List.of("*"))))
                        .getMessage());
    }

    @Test
    void everythingDecaysIfToldSo() {
        Graph graph = with(TrainingOptions.none().withDecayAll(true)).graph();
        for (String name : PARAMETERS) {
            assertEquals(0.125f, ((OptimizerUpdate) graph.outputs().get("update/" + name).op()).weightDecay(), name);
        }
    }

    @Test
    void updatesReadClippedGradients() {
        Graph byNorm = with(TrainingOptions.none().withClipping(2, 0)).graph();
        assertEquals(List.of(new ClipFactor(2)), operations(byNorm).stream().filter(ClipFactor.class::isInstance).toList());
        assertEquals(PARAMETERS.size(), count(byNorm, AddSquares.class));
        Graph both = with(TrainingOptions.none().withClipping(2, 0.5)).graph();
        for (String name : PARAMETERS) {
            Node gradient = both.outputs().get("update/" + name).input(1);
            assertEquals(new ScaleBy(), gradient.op());
            assertEquals(new Clamp(0.5f), gradient.input(0).op(), "values first");
        }
        assertEquals(0, count(with(TrainingOptions.none()).graph(), RecipeOp.class));
    }

    @Test
    void mixupAddsItsInputsAndSoftTargets() {
        Graph graph = with(TrainingOptions.none().withMixup(0.2)).graph();
        assertEquals(TensorSpec.i32(4), inputs(graph).get("mixup/partners"));
        assertEquals(TensorSpec.f32(), inputs(graph).get("mixup/share"));
        assertEquals(2, count(graph, MixRows.class), "images and targets");
        assertEquals(new SoftTargetCrossEntropy(), graph.outputs().get("loss").op());
        Graph smoothed = with(TrainingOptions.none().withLabelSmoothing(0.25)).graph();
        assertEquals(OneHot.smoothed(3, 0.25f), smoothed.outputs().get("loss").input(1).op());
        assertEquals(new CountCorrect(), smoothed.outputs().get("correct").op(), "labels, not targets");
    }

    @Test
    void aLossOfLabelsAloneTakesNoSoftTargets() {
        Model svm = Models.parse("input 1x4x4\nfc 3\nsvm\n", "svm");
        assertTrue(assertThrows(
                        NeocogException.class,
                        () -> TrainingGraph.of(
                                svm, 2, new Sgd(0, false), 0, TrainingOptions.none().withLabelSmoothing(0.1)))
                .getMessage()
                .startsWith("label smoothing and mixup make targets between the classes, which the loss svm cannot take"));
    }

    private static Map<String, TensorSpec> inputs(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.op() instanceof Input)
                .collect(Collectors.toMap(Node::name, Node::spec));
    }
}
