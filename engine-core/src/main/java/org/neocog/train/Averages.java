package org.neocog.train;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.MovingAverageUpdate;
import org.neocog.graph.Node;
import org.neocog.nn.Parameter;
import org.neocog.tensor.HostTensor;

/**
 * The moving averages of weights over the steps of a training (Polyak and Juditsky 1992, with an exponential window):
 * {@code average = decay · average + (1 - decay) · weight} after each step, from the weights at the start on. They live in
 * variables of their own and serve in the place of the weights wherever a network is not being trained.
 */
final class Averages {
    private static final String PREFIX = "average/";

    private Averages() {}

    /** The variable that holds a parameter's average. */
    static String variable(String parameter) {
        return PREFIX + parameter;
    }

    static boolean isAverage(String variable) {
        return variable.startsWith(PREFIX);
    }

    /** What is done after each step: a plan of its own, for a step's updates come last in the step's. */
    static Graph update(Collection<Parameter> parameters, float decay) {
        GraphBuilder graph = new GraphBuilder();
        for (Parameter parameter : parameters) {
            String name = variable(parameter.name());
            Node average = graph.variable(name, parameter.node().spec());
            Node weight = graph.variable(parameter.name(), parameter.node().spec());
            graph.output(name, graph.add("update/" + name, new MovingAverageUpdate(decay, 1), average, weight));
        }
        return graph.build();
    }

    /** The tensors with the averages in the places of what they are averages of. */
    static SequencedMap<String, HostTensor> inPlace(Map<String, HostTensor> tensors) {
        SequencedMap<String, HostTensor> weights = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (!isAverage(name)) {
                weights.put(name, tensors.getOrDefault(variable(name), tensor));
            }
        });
        return weights;
    }
}
