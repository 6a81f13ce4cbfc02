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
import org.neocog.graph.Dropout;
import org.neocog.graph.Graph;
import org.neocog.graph.Input;
import org.neocog.graph.Node;
import org.neocog.graph.OptimizerUpdate;
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

    private static Map<String, TensorSpec> inputs(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.op() instanceof Input)
                .collect(Collectors.toMap(Node::name, Node::spec));
    }
}
