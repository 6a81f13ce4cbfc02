package org.neocog.cpu;

import java.lang.ref.Cleaner;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.neocog.device.Fusion;
import org.neocog.device.Kernel;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Node;
import org.neocog.graph.UpdateOp;

/**
 * Finds the parts of a graph that oneDNN's primitives compute together, and keeps what these hold until it is not used any more.
 */
final class FusedKernels implements AutoCloseable {
    /** One convolution is no faster if its images have to be laid out anew before and after it. */
    private static final int LEAST_CONVOLUTIONS = 2;
    /** With fewer rows a product waits for its weights to be read, however it is done. */
    private static final int LEAST_ROWS = 8;

    private final WorkerPool pool;
    private final AtomicLong allocated;
    private final DnnlType type;
    private final Predicate<Fusion> gains;
    private final DnnlScope root;
    private final PackStore packs;
    private final Cleaner cleaner = Cleaner.create();
    private final Set<Cleaner.Cleanable> open = ConcurrentHashMap.newKeySet();

    /**
     * @param allocated where bytes of native memory are counted
     * @param type what to compute with
     * @param gains whether a part is faster so than node by node
     */
    FusedKernels(
            DnnlFunctions dnnl, WorkerPool pool, AtomicLong allocated, DnnlType type, Predicate<Fusion> gains) {
        this.pool = pool;
        this.allocated = allocated;
        this.type = type;
        this.gains = gains;
        this.root = new DnnlScope(dnnl);
        this.packs = new PackStore(root, allocated);
    }

    Map<Fusion, Kernel> find(List<Node> order, Collection<Node> outputs) {
        int rows = type == DnnlType.BF16 ? 1 : LEAST_ROWS;
        Map<Fusion, Kernel> all = new LinkedHashMap<>();
        for (Fusion fusion : Fusion.find(order, outputs, node -> FusedGraph.suits(node, rows))) {
            long convolutions = fusion.nodes().stream().filter(node -> node.op() instanceof Conv2d).count();
            boolean worthIt = convolutions >= LEAST_CONVOLUTIONS || type == DnnlType.BF16 && fusion.multiplyAdds() > 0;
            if (worthIt && gains.test(fusion) && !updated(order, fusion)) {
                kernel(fusion).ifPresent(kernel -> all.put(fusion, kernel));
            }
        }
        return all;
    }

    /** Whether a weight is overwritten before the result is worked out. */
    static boolean updated(List<Node> order, Fusion fusion) {
        Set<Node> inputs = new HashSet<>();
        fusion.inputs().forEach(input -> inputs.add(FusedGraph.root(input)));
        return order.subList(0, order.indexOf(fusion.result())).stream()
                .filter(node -> node.op() instanceof UpdateOp)
                .anyMatch(node -> ((UpdateOp) node.op()).writtenInputs().stream().map(node::input).anyMatch(inputs::contains));
    }

    /** Empty if the library cannot compute it, or not fast. */
    private Optional<Kernel> kernel(Fusion fusion) {
        DnnlScope scope = new DnnlScope(root);
        PackedWeights weights = new PackedWeights(scope, packs, type);
        try {
            FusedKernel kernel = new FusedKernel(pool, scope, weights, fusion);
            long bytes = scope.allocated();
            allocated.addAndGet(bytes);
            Holder holder = new Holder();
            List<PackStore.Pack> used = weights.used();
            holder.cleanable = cleaner.register(kernel, () -> {
                scope.close();
                packs.release(used);
                allocated.addAndGet(-bytes);
                open.remove(holder.cleanable);
            });
            open.add(holder.cleanable);
            return Optional.of(kernel);
        } catch (RuntimeException | Error e) {
            scope.close();
            packs.release(weights.used());
            if (e instanceof NotFusibleException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static final class Holder {
        private Cleaner.Cleanable cleanable;
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(Cleaner.Cleanable::clean);
        packs.close();
        root.close();
    }
}
