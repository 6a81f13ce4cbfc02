package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.neocog.cpu.DnnlScope.Memory;
import org.neocog.exec.Arena;
import org.neocog.graph.Node;

/**
 * Memory for some images on their way through some stages, and the work on them. The images come in and go out as plain
 * f32 numbers, or in the form of another lane's values.
 */
final class FusedLane {
    private final DnnlScope scope;
    private final List<FusedStage> stages;
    private final int images;
    private final List<MemorySegment> streams = new ArrayList<>();
    private final Map<Node, FusedValue> values = new HashMap<>();
    private final Map<Node, MemorySegment> staged = new LinkedHashMap<>();
    private final List<FusedStep> steps = new ArrayList<>();
    private final Optional<MemorySegment> fetched;
    private final Node result;
    private final long[] nanos;

    /**
     * @param fed values that come in as plain numbers
     * @param carried values that come in as they are
     * @param kept values that are read, when all is done, as they are
     * @param result a value that is read, when all is done, as plain numbers; empty if there is none
     * @param slots threads that may work at the same time
     * @param split whether each stage is to be many tasks
     */
    FusedLane(
            DnnlScope scope, PackedWeights weights, List<FusedStage> stages, int images, Collection<Node> fed,
            Collection<Node> carried, Collection<Node> kept, Optional<Node> result, int slots, boolean split) {
        this.scope = scope;
        this.stages = stages;
        this.images = images;
        this.result = result.orElse(null);
        for (int slot = 0; slot < slots; slot++) {
            streams.add(scope.stream());
        }
        place(weights.type(), fed, carried, kept, result);
        FusedTasks tasks = new FusedTasks(scope, weights, values, images, slots, split);
        fed.forEach(node -> feedStep(node, tasks));
        for (FusedStage stage : stages) {
            steps.add(tasks.of(stage));
        }
        this.fetched = result.map(node -> fetchStep(node, tasks));
        tasks.finish();
        this.nanos = new long[steps.size()];
    }

    /** Gives each value its bytes; those that are not in use at the same time may share them. */
    private void place(int type, Collection<Node> fed, Collection<Node> carried, Collection<Node> kept, Optional<Node> result) {
        Map<Node, Arena.Block> blocks = new LinkedHashMap<>();
        fed.forEach(node -> blocks.put(node, block(type, node, 0)));
        carried.forEach(node -> blocks.put(node, block(type, node, 0)));
        // Scores are not rounded: they would be equal for many classes.
        Set<Node> exact = new HashSet<>();
        for (int i = 0; i < stages.size(); i++) {
            FusedStage stage = stages.get(i);
            for (Node source : stage.sources()) {
                blocks.get(source).usedBy(i + 1);
            }
            Optional<Arena.Block> taken = switch (stage) {
                case FusedStage.Convolve convolve -> convolve.addend().map(blocks::get);
                case FusedStage.Activate _, FusedStage.Combine _, FusedStage.Connect _, FusedStage.Join _, FusedStage.Pool _ ->
                    Optional.empty();
            };
            if (stage instanceof FusedStage.Connect && result.equals(Optional.of(stage.result()))) {
                exact.add(stage.result());
            }
            int own = exact.contains(stage.result()) ? DnnlFunctions.F32 : type;
            blocks.put(stage.result(), taken.orElse(block(own, stage.result(), i + 1)));
            blocks.get(stage.result()).usedBy(i + 1);
        }
        kept.forEach(node -> blocks.get(node).usedBy(stages.size() + 1));
        result.ifPresent(node -> blocks.get(node).usedBy(stages.size() + 1));
        long bytes = Arena.place(List.copyOf(new java.util.LinkedHashSet<>(blocks.values())));
        MemorySegment all = scope.allocate(bytes);
        blocks.forEach((node, block) -> values.put(
                node, FusedValue.of(all.asSlice(block.offset(), block.bytes()), exact.contains(node) ? DnnlFunctions.F32 : type,
                        images, node.shape())));
    }

    private Arena.Block block(int type, Node node, int step) {
        return new Arena.Block(FusedValue.bytes(type, images, node.shape()), step);
    }

    private void feedStep(Node node, FusedTasks tasks) {
        FusedValue value = values.get(node);
        if (plain(value)) {
            staged.put(node, value.place());
            return;
        }
        MemorySegment stage = scope.allocate((long) Float.BYTES * images * elements(node));
        staged.put(node, stage);
        steps.add(tasks.reorder(node, stage, value, true));
    }

    private MemorySegment fetchStep(Node node, FusedTasks tasks) {
        FusedValue value = values.get(node);
        if (plain(value)) {
            return value.place();
        }
        MemorySegment stage = scope.allocate((long) Float.BYTES * images * elements(node));
        steps.add(tasks.reorder(node, stage, value, false));
        return stage;
    }

    /** Whether a value lies as plain numbers do, with the channels outside. */
    private static boolean plain(FusedValue value) {
        return value.type() == DnnlFunctions.F32 && (value.channels() == 1 || value.height() * value.width() == 1);
    }

    /** Elements of one image of a value. */
    private static int elements(Node node) {
        return node.spec().elements() / node.shape().dim(0);
    }

    List<FusedStep> steps() {
        return steps;
    }

    /** Runs all steps on the calling thread. */
    void run(DnnlFunctions dnnl) {
        run(step -> step.tasks().forEach(task -> task.run(dnnl, streams, 0)));
    }

    /** Runs each step on all workers. */
    void run(DnnlFunctions dnnl, WorkerPool pool) {
        run(step -> pool.run(
                step.tasks().size(), (task, worker) -> step.tasks().get(task).run(dnnl, streams, worker)));
    }

    private void run(Consumer<FusedStep> way) {
        long before = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            way.accept(steps.get(i));
            long now = System.nanoTime();
            nanos[i] += now - before;
            before = now;
        }
    }

    /** Nanoseconds that each step took since the clocks were last set to 0. */
    long[] nanos() {
        return nanos;
    }

    int images() {
        return images;
    }

    FusedValue value(Node node) {
        return values.get(node);
    }

    /** Takes images of the fed values, from the one that is named on. */
    void feed(Map<Node, CpuBuffer> sources, int image) {
        staged.forEach((node, place) -> {
            CpuBuffer from = sources.get(node);
            FusedValue.read(from.floats(), from.offset() + image * elements(node), place, images * elements(node));
        });
    }

    /** Writes the result's images to where the one that is named begins. */
    void fetch(CpuBuffer target, int image) {
        int each = elements(result);
        FusedValue.write(fetched.orElseThrow(), target.floats(), target.offset() + image * each, images * each);
    }
}
