package org.neocog.train;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.neocog.NeocogException;
import org.neocog.exec.Session;
import org.neocog.graph.GraphBuilder;
import org.neocog.nn.Buffer;
import org.neocog.nn.Mode;
import org.neocog.nn.Model;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Parameter;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** A model's tensors by name, and whether those of a checkpoint are the ones. */
final class Weights {
    private static final String SLOT_PREFIX = "optimizer/";

    private Weights() {}

    /** What a model's parameters and buffers are: first those, then these, each in the order of its layers. */
    static SequencedMap<String, TensorSpec> specs(Model model) {
        NetBuilder net = new NetBuilder(new GraphBuilder(), Mode.INFERENCE);
        model.scores(net, net.graph().input("images", TensorSpec.f32(model.inputShape().prepend(1))));
        return specs(net.parameters(), net.buffers());
    }

    static SequencedMap<String, TensorSpec> specs(List<Parameter> parameters, List<Buffer> buffers) {
        SequencedMap<String, TensorSpec> specs = new LinkedHashMap<>();
        parameters.forEach(parameter -> specs.put(parameter.name(), parameter.node().spec()));
        buffers.forEach(buffer -> specs.put(buffer.name(), buffer.node().spec()));
        return specs;
    }

    /** How many numbers training finds: those of the parameters. */
    static long parameterCount(List<Parameter> parameters) {
        return parameters.stream().mapToLong(parameter -> parameter.shape().elements()).sum();
    }

    /** What a network computes with outside of training: moving averages where there are any, nothing of the optimizer's. */
    static SequencedMap<String, HostTensor> toUse(Map<String, HostTensor> tensors) {
        SequencedMap<String, HostTensor> weights = Averages.inPlace(tensors);
        weights.keySet().removeIf(name -> name.startsWith(SLOT_PREFIX));
        return weights;
    }

    /**
     * Checks that the tensors are those that are wanted, no more and no fewer.
     *
     * @param origin where the tensors come from, for errors
     * @throws NeocogException naming the tensor, the wanted and the found shape
     */
    static void check(String origin, Map<String, TensorSpec> wanted, Map<String, HostTensor> found) {
        wanted.forEach((name, spec) -> {
            HostTensor tensor = found.get(name);
            if (tensor == null) {
                throw new NeocogException(origin + ": the tensor " + name + " is missing; the model wants it as " + spec);
            }
            if (!tensor.spec().equals(spec)) {
                throw new NeocogException(origin + ": the tensor " + name + " is " + tensor.spec() + ", but the model wants "
                        + spec);
            }
        });
        found.forEach((name, tensor) -> {
            if (!wanted.containsKey(name)) {
                throw new NeocogException(origin + ": the tensor " + name + " (" + tensor.spec()
                        + ") is none of the model's, which are " + String.join(", ", wanted.keySet()));
            }
        });
    }

    static void set(Session session, Map<String, HostTensor> tensors) {
        tensors.forEach(session::set);
    }

    /** Hands tensors over to a session; one that is there under several names, such as an average at its start, is copied. */
    static void adopt(Session session, Map<String, HostTensor> tensors) {
        Set<HostTensor> given = Collections.newSetFromMap(new IdentityHashMap<>());
        tensors.forEach((name, tensor) -> {
            if (given.add(tensor)) {
                session.adopt(name, tensor);
            } else {
                session.set(name, tensor);
            }
        });
    }
}
