package org.neocog.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.neocog.NeocogException;
import org.neocog.device.Device;
import org.neocog.device.Fusion;
import org.neocog.device.Kernel;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Graph;
import org.neocog.graph.Input;
import org.neocog.graph.Node;
import org.neocog.graph.Reshape;
import org.neocog.graph.UpdateOp;
import org.neocog.graph.Variable;
import org.neocog.tensor.TensorSpec;

/**
 * Turns a graph into a plan for a device: leaves out what no output needs, orders the rest ({@link StepOrder}), compiles
 * each node once, and lets values share bytes as far as their lives allow ({@link Arena}).
 */
public final class Planner {
    private final Device device;
    private final List<Node> order;
    private final Map<Node, Kernel> kernels = new HashMap<>();
    private final Map<Node, Fusion> fusionOf = new HashMap<>();
    private final Map<Node, Arena.Block> blocks = new LinkedHashMap<>();
    private final Map<Node, Arena.Block> scratch = new LinkedHashMap<>();
    private final Set<Node> outputRoots = new HashSet<>();
    private final SequencedMap<String, TensorSpec> inputs = new LinkedHashMap<>();
    private final SequencedMap<String, TensorSpec> variables = new LinkedHashMap<>();

    private Planner(Graph graph, Device device, boolean fuse) {
        this.device = device;
        this.order = StepOrder.of(graph);
        graph.outputs().values().forEach(node -> outputRoots.add(StepOrder.root(node)));
        if (fuse) {
            device.fuse(order, graph.outputs().values()).forEach((fusion, kernel) -> {
                fusion.nodes().forEach(node -> fusionOf.put(node, fusion));
                kernels.put(fusion.result(), kernel);
            });
        }
    }

    /**
     * @throws NeocogException if a value or a kernel's scratch is larger than one allocation can be
     */
    public static Plan plan(Graph graph, Device device) {
        return new Planner(graph, device, true).plan(graph);
    }

    /**
     * As {@link #plan}, but the device fuses nothing: a value then has the same bits as in another such plan of which the graph
     * has more nodes, gradients for one.
     */
    public static Plan nodeByNode(Graph graph, Device device) {
        return new Planner(graph, device, false).plan(graph);
    }

    private Plan plan(Graph graph) {
        for (Node node : order) {
            switch (node.op()) {
                case Input input -> inputs.put(input.name(), input.spec());
                case Variable variable -> variables.put(variable.name(), variable.spec());
                case Reshape _ -> {}
                case ComputeOp _ when fusionOf.containsKey(node) -> {}
                case ComputeOp _ -> kernels.put(node, device.compile(node));
            }
        }
        Map<Node, Integer> lastUse = lastUses();
        for (int step = 0; step < order.size(); step++) {
            if (kernels.containsKey(order.get(step))) {
                assign(order.get(step), step, lastUse);
            }
        }
        List<Arena.Block> all = new ArrayList<>(new LinkedHashSet<>(blocks.values()));
        all.addAll(scratch.values());
        return build(graph, Arena.place(all));
    }

    private static Arena.Block block(Node node, long bytes, int step) {
        if (bytes > Arena.SEGMENT) {
            throw new NeocogException(node.name() + " needs " + bytes / (1 << 20) + " MiB in one piece, more than the "
                    + Arena.SEGMENT / (1 << 20) + " MiB that one allocation can hold; use a smaller batch");
        }
        return new Arena.Block(bytes, step);
    }

    /** The node with which a node is computed: itself, or the result of what it was fused into. */
    private Node result(Node node) {
        return fusionOf.containsKey(node) ? fusionOf.get(node).result() : node;
    }

    private Map<Node, Integer> lastUses() {
        Map<Node, Integer> stepOf = new HashMap<>();
        for (int step = 0; step < order.size(); step++) {
            stepOf.put(order.get(step), step);
        }
        Map<Node, Integer> lastUse = new HashMap<>();
        for (Node node : order) {
            for (Node input : node.inputs()) {
                lastUse.merge(StepOrder.root(input), stepOf.get(result(node)), Math::max);
            }
        }
        outputRoots.forEach(root -> lastUse.put(root, order.size()));
        return lastUse;
    }

    private void assign(Node node, int step, Map<Node, Integer> lastUse) {
        long workspace = kernels.get(node).workspaceBytes();
        if (workspace > 0) {
            scratch.put(node, block(node, workspace, step));
        }
        if (node.op() instanceof UpdateOp) {
            return;
        }
        Arena.Block block = takenOver(node, step, lastUse);
        block.usedBy(lastUse.getOrDefault(node, step));
        blocks.put(node, block);
    }

    /** The block of an input that dies here and may be overwritten, or a new one. */
    private Arena.Block takenOver(Node node, int step, Map<Node, Integer> lastUse) {
        List<Integer> inPlace = fusionOf.containsKey(node) ? List.of() : ((ComputeOp) node.op()).inPlaceInputs();
        for (int index : inPlace) {
            Node root = StepOrder.root(node.input(index));
            Arena.Block block = blocks.get(root);
            if (block != null && lastUse.get(root) == step && root.spec().bytes() == node.spec().bytes()) {
                return block;
            }
        }
        return block(node, node.spec().bytes(), step);
    }

    private Plan build(Graph graph, long arena) {
        List<Step> steps = new ArrayList<>();
        for (Node node : order) {
            Kernel kernel = kernels.get(node);
            if (kernel != null) {
                Fusion fusion = fusionOf.getOrDefault(node, new Fusion(List.of(node), node.inputs()));
                List<Location> from = fusion.inputs().stream().map(this::location).toList();
                Arena.Block workspace = scratch.get(node);
                steps.add(new Step(fusion, kernel, from, location(node), workspace == null ? 0 : workspace.offset()));
            }
        }
        SequencedMap<String, Location> outputs = new LinkedHashMap<>();
        graph.outputs().forEach((name, node) -> outputs.put(name, location(node)));
        PlanMemory memory = new PlanMemory(
                bytes(variables),
                bytes(inputs),
                arena,
                kernels.values().stream().mapToLong(Kernel::keptBytes).sum(),
                blocks.keySet().stream().mapToLong(node -> Arena.aligned(node.spec().bytes())).sum()
                        + scratch.values().stream().mapToLong(Arena.Block::bytes).sum());
        return new Plan(steps, inputs, variables, outputs, memory);
    }

    private Location location(Node node) {
        Node root = StepOrder.root(node);
        return switch (root.op()) {
            case Input input -> new Location.Fed(node.spec(), input.name());
            case Variable variable -> new Location.Kept(node.spec(), variable.name());
            case UpdateOp _ -> new Location.Kept(node.spec(), root.input(0).name());
            default -> new Location.Arena(node.spec(), blocks.get(root).offset());
        };
    }

    private static long bytes(SequencedMap<String, TensorSpec> specs) {
        return specs.values().stream().mapToLong(TensorSpec::bytes).sum();
    }
}
