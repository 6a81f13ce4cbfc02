package org.neocog.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * What a network has come to so far, for {@link NetBuilder} and the layers it adds: its graph, parameters, buffers and their
 * updates, layers and random streams.
 */
abstract sealed class NetAccount permits NetBuilder {
    /** The input that dropout draws its masks from: i32[4], low and high seed, low and high step. */
    public static final String RANDOM = "random";

    private final GraphBuilder graph;
    private final Mode mode;
    private final ParameterUse use;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final SequencedMap<String, Node> updates = new LinkedHashMap<>();
    private final List<LayerInfo> layers = new ArrayList<>();
    private Optional<Node> random = Optional.empty();
    private int streams;

    NetAccount(GraphBuilder graph, Mode mode, ParameterUse use) {
        this.graph = graph;
        this.mode = mode;
        this.use = use;
    }

    public GraphBuilder graph() {
        return graph;
    }

    public Mode mode() {
        return mode;
    }

    /** In the order in which they were added. */
    public List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    /** In the order in which they were added. */
    public List<LayerInfo> layers() {
        return List.copyOf(layers);
    }

    /** Adds a variable that training changes. */
    public Node parameter(String name, Shape shape, Initializer initializer, boolean decay) {
        Node node = graph.variable(use.variable().apply(name), TensorSpec.f32(shape));
        parameters.add(new Parameter(name, shape, initializer, decay, node));
        return node;
    }

    /** Whether training leaves the parameter of this name as it is. */
    public boolean frozen(String parameter) {
        return use.frozen().test(parameter);
    }

    /** Adds a variable that is saved with the parameters but is no matter for the optimizer: a running mean, say. */
    public Node buffer(String name, Shape shape, Initializer initializer) {
        Node node = graph.variable(name, TensorSpec.f32(shape));
        buffers.add(new Buffer(name, shape, initializer, node));
        return node;
    }

    /** In the order in which they were added. */
    public List<Buffer> buffers() {
        return List.copyOf(buffers);
    }

    /** Has each training step compute the update of a buffer; the node's operation writes to the buffer. */
    public void update(String buffer, Node update) {
        updates.put(buffer, update);
    }

    /** The updates of buffers, by the buffers' names. */
    public SequencedMap<String, Node> updates() {
        return Collections.unmodifiableSequencedMap(updates);
    }

    /**
     * The state i32[4] that random numbers of this step are drawn from; the first call adds the input {@link #RANDOM}.
     *
     * @throws IllegalStateException at inference, where nothing is random
     */
    public Node random() {
        if (mode == Mode.INFERENCE) {
            throw new IllegalStateException("nothing is random at inference");
        }
        if (random.isEmpty()) {
            random = Optional.of(graph.input(RANDOM, TensorSpec.i32(4)));
        }
        return random.get();
    }

    /** A number that tells this network's random layers apart: 0, 1, 2… */
    int nextStream() {
        return streams++;
    }

    /** Adds a layer of one operation, without parameters, and notes it for listings. */
    Node layer(String name, String op, Node x, ComputeOp operation) {
        return layer(name, op, x, graph.add(name, operation, x), parameters.size());
    }

    /** Notes a layer for listings; its parameters are those from number {@code firstParameter} on. */
    Node layer(String name, String op, Node x, Node y, int firstParameter) {
        layers.add(new LayerInfo(name, op, x, y, parameters.subList(firstParameter, parameters.size())));
        return y;
    }
}
