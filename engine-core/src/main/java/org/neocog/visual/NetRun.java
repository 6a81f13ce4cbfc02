package org.neocog.visual;

import java.util.Map;
import org.neocog.NeocogException;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.exec.Plan;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.Graph;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** A network's weights on a device, as far as graphs need them, and the plans that use them. */
final class NetRun implements AutoCloseable {
    private final ViewedNet net;
    private final Session session;

    NetRun(Device device, ViewedNet net) {
        this.net = net;
        this.session = new Session(device);
    }

    /** Gives a variable that is no weight its value. */
    void set(String name, HostTensor value) {
        session.set(name, value);
    }

    HostTensor get(String name) {
        return session.get(name);
    }

    /**
     * Makes a graph ready to run.
     *
     * @throws NeocogException if a weight is missing or has another shape, or the device has not enough memory
     */
    Executor executor(Graph graph) {
        Plan plan = Planner.nodeByNode(graph, session.device());
        for (Map.Entry<String, TensorSpec> variable : plan.variables().entrySet()) {
            if (!session.variables().containsKey(variable.getKey())) {
                session.set(variable.getKey(), weight(variable.getKey(), variable.getValue()));
            }
        }
        return session.executor(plan);
    }

    private HostTensor weight(String name, TensorSpec wanted) {
        HostTensor weight = net.weights().get(name);
        if (weight == null) {
            throw new NeocogException("the weights lack the tensor " + name + ", which the model " + net.model().name()
                    + " wants as " + wanted);
        }
        if (!weight.spec().equals(wanted)) {
            throw new NeocogException("the tensor " + name + " is " + weight.spec() + ", but the model "
                    + net.model().name() + " for images of " + net.model().inputShape() + " wants " + wanted
                    + "; choose a layer before it, or images of the size that it was trained on");
        }
        return weight;
    }

    @Override
    public void close() {
        session.close();
    }
}
