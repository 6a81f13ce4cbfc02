package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neocog.cpu.FusedLane.Ends;
import org.neocog.device.Fusion;
import org.neocog.device.KernelPart;
import org.neocog.graph.Node;
import org.neocog.graph.Variable;

/**
 * A part of a network, computed by oneDNN's primitives in native memory with its channels innermost. Where there are many
 * images, each worker takes some of them through all stages, so that what lies between stays in its cache, and only the
 * fully-connected layers wait for all images; where there are few, the workers share each stage.
 *
 * <p>The primitives turn NaN into numbers, so the kernel looks for it: an image with a NaN has NaN for its result, and so
 * has every image if a weight is NaN.
 */
final class FusedKernel implements CpuKernel {
    /** From so many images on each worker takes images of its own. */
    private static final int MANY_IMAGES = 8;
    /** Bytes that the largest two neighbouring values of the images of a worker should not exceed. */
    private static final long CACHED_BYTES = 1 << 20;

    private final WorkerPool pool;
    private final DnnlScope scope;
    private final DnnlFunctions dnnl;
    private final Fusion fusion;
    private final int images;
    private final PackedWeights weights;
    private final List<Node> fed;
    private final List<FusedLane> trunk = new ArrayList<>();
    private final Optional<FusedLane> head;
    private final List<Node> carried = new ArrayList<>();
    private final boolean resultInTrunk;

    FusedKernel(WorkerPool pool, DnnlScope scope, PackedWeights weights, Fusion fusion) {
        this.pool = pool;
        this.scope = scope;
        this.dnnl = scope.dnnl();
        this.fusion = fusion;
        this.weights = weights;
        this.images = fusion.result().shape().dim(0);
        this.fed = fusion.inputs().stream()
                .filter(node -> !(node.op() instanceof Variable)).map(FusedGraph::root).distinct().toList();
        List<FusedStage> stages = FusedGraph.stages(fusion);
        Optional<Node> result = Optional.of(fusion.result());
        if (images < MANY_IMAGES) {
            this.head = Optional.of(new FusedLane(
                    scope, weights, stages, images, new Ends(fed, List.of(), List.of(), result), pool.workers(), true));
            this.resultInTrunk = false;
            weights.finish();
            return;
        }
        int cut = 0;
        while (cut < stages.size() && !(stages.get(cut) instanceof FusedStage.Connect)) {
            cut++;
        }
        List<FusedStage> early = stages.subList(0, cut);
        List<FusedStage> late = stages.subList(cut, stages.size());
        this.resultInTrunk = late.isEmpty();
        Set<Node> made = new HashSet<>(fed);
        early.forEach(stage -> made.add(stage.result()));
        Set<Node> over = new LinkedHashSet<>();
        late.forEach(stage -> stage.sources().stream().filter(made::contains).forEach(over::add));
        carried.addAll(over);
        int block = block(early, weights.type());
        for (int worker = 0; worker < pool.workers(); worker++) {
            trunk.add(new FusedLane(
                    scope, weights, early, block,
                    new Ends(fed, List.of(), carried, resultInTrunk ? result : Optional.empty()), 1, false));
        }
        this.head = late.isEmpty() ? Optional.empty() : Optional.of(new FusedLane(
                scope, weights, late, images, new Ends(List.of(), carried, List.of(), result), pool.workers(), true));
        weights.finish();
    }

    /** Images that go through the stages together: as many as stay in the cache, in blocks of nearly the same size. */
    private int block(List<FusedStage> stages, DnnlType type) {
        long most = 1;
        for (FusedStage stage : stages) {
            long bytes = FusedValue.bytes(type, 1, stage.result().shape());
            for (Node source : stage.sources()) {
                bytes += FusedValue.bytes(type, 1, source.shape());
            }
            most = Math.max(most, bytes);
        }
        int wanted = Math.clamp(CACHED_BYTES / most, 1, images / MANY_IMAGES);
        return Math.ceilDiv(images, Math.ceilDiv(images, wanted));
    }

    @Override
    public long keptBytes() {
        return scope.allocated() + weights.bytes();
    }

    @Override
    public String method() {
        return "oneDNN, " + fusion.nodes().size() + " nodes";
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        Map<Node, CpuBuffer> sources = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            Node node = fusion.inputs().get(i);
            if (node.op() instanceof Variable) {
                weights.refresh(node, inputs.at(i));
            } else {
                sources.put(FusedGraph.root(node), inputs.at(i));
            }
        }
        trunk.forEach(lane -> Arrays.fill(lane.nanos(), 0));
        head.ifPresent(lane -> Arrays.fill(lane.nanos(), 0));
        if (!trunk.isEmpty()) {
            runTrunk(sources, output);
        } else {
            head.orElseThrow().feed(sources, 0);
        }
        head.ifPresent(lane -> {
            lane.run(dnnl, pool);
            lane.fetch(output, 0);
        });
        markNaN(sources.values(), output);
    }

    /** The last block may begin before the end of the one before it: images done twice come to the same bits. */
    private void runTrunk(Map<Node, CpuBuffer> sources, CpuBuffer output) {
        int block = trunk.getFirst().images();
        pool.run(Math.ceilDiv(images, block), (task, worker) -> {
            FusedLane lane = trunk.get(worker);
            int first = Math.min(task * block, images - block);
            lane.feed(sources, first);
            lane.run(dnnl);
            for (Node node : carried) {
                FusedValue from = lane.value(node);
                FusedValue to = head.orElseThrow().value(node);
                MemorySegment.copy(
                        from.place(), 0, to.place(), first * to.imageBytes(), block * to.imageBytes());
            }
            if (resultInTrunk) {
                lane.fetch(output, first);
            }
        });
    }

    @Override
    public List<KernelPart> parts() {
        List<KernelPart> parts = new ArrayList<>();
        if (!trunk.isEmpty()) {
            addParts(parts, trunk);
        }
        head.ifPresent(lane -> addParts(parts, List.of(lane)));
        return parts;
    }

    /** The mean over the workers, who work at the same time. */
    private static void addParts(List<KernelPart> parts, List<FusedLane> lanes) {
        List<FusedStep> steps = lanes.getFirst().steps();
        for (int i = 0; i < steps.size(); i++) {
            int at = i;
            double nanos = lanes.stream().mapToLong(lane -> lane.nanos()[at]).average().orElse(0);
            FusedStep step = steps.get(i);
            parts.add(new KernelPart(step.node(), step.what(), step.method(), step.multiplyAdds(), nanos));
        }
    }

    private void markNaN(Collection<CpuBuffer> sources, CpuBuffer output) {
        int each = output.elements() / images;
        boolean all = weights.anyNaN();
        for (int image = 0; image < images; image++) {
            boolean nan = all;
            for (CpuBuffer source : sources) {
                int length = source.elements() / images;
                nan = nan || NotNumbers.any(source.floats(), source.offset() + image * length, length);
            }
            if (nan) {
                int from = output.offset() + image * each;
                Arrays.fill(output.floats(), from, from + each, Float.NaN);
            }
        }
    }
}
