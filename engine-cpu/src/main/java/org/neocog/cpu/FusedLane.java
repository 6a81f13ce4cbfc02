package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
    private final Map<Node, FusedValue> values = new HashMap<>();
    private final Map<Node, MemorySegment> staged = new LinkedHashMap<>();
    private final List<FusedStep> steps = new ArrayList<>();
    private final List<List<FusedTask.Bound>> work = new ArrayList<>();
    private final Ends ends;
    private final Optional<MemorySegment> fetched;
    private final long[] nanos;

    /**
     * What goes in and comes out.
     *
     * @param fed values that come in as plain numbers
     * @param carried values that come in as they are
     * @param kept values that are read, when all is done, as they are
     * @param result a value that is read, when all is done, as plain numbers; empty if there is none
     */
    record Ends(List<Node> fed, List<Node> carried, List<Node> kept, Optional<Node> result) {}

    /**
     * @param slots threads that may work at the same time
     * @param split whether each stage is to be many tasks
     */
    FusedLane(
            DnnlScope scope, PackedWeights weights, List<FusedStage> stages, int images, Ends ends, int slots, boolean split) {
        this.scope = scope;
        this.stages = stages;
        this.images = images;
        this.ends = ends;
        place(weights.type());
        FusedTasks tasks = new FusedTasks(scope, weights, values, images, split);
        ends.fed().forEach(node -> feedStep(node, tasks));
        for (FusedStage stage : stages) {
            steps.add(tasks.of(stage));
        }
        this.fetched = ends.result().map(node -> fetchStep(node, tasks));
        bind(slots);
        this.nanos = new long[steps.size()];
    }

    /** Gives the threads scratch memory, as much as the task that needs most. */
    private void bind(int threads) {
        List<FusedTask> all = steps.stream().flatMap(step -> step.tasks().stream()).toList();
        long scratchpad = all.stream().mapToLong(task -> task.primitive().scratchpad()).max().orElse(0);
        long dense = all.stream().mapToLong(FusedTask::denseBytes).max().orElse(0);
        List<FusedTask.Slot> slots = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            slots.add(new FusedTask.Slot(scope.stream(), scope.allocate(scratchpad), scope.allocate(dense)));
        }
        steps.forEach(step -> work.add(step.tasks().stream().map(task -> task.bind(scope, slots)).toList()));
    }

    /** Gives each value its bytes; those that are not in use at the same time may share them. */
    private void place(DnnlType type) {
        Map<Node, Arena.Block> blocks = new LinkedHashMap<>();
        ends.fed().forEach(node -> blocks.put(node, block(type, node, 0)));
        ends.carried().forEach(node -> blocks.put(node, block(type, node, 0)));
        for (int i = 0; i < stages.size(); i++) {
            int step = i + 1;
            FusedStage stage = stages.get(i);
            stage.sources().forEach(source -> blocks.get(source).usedBy(step));
            Arena.Block block = stage instanceof FusedStage.Convolve convolve && convolve.addend().isPresent()
                    ? blocks.get(convolve.addend().get())
                    : block(type, stage.result(), step);
            block.usedBy(step);
            blocks.put(stage.result(), block);
        }
        ends.kept().forEach(node -> blocks.get(node).usedBy(stages.size() + 1));
        ends.result().ifPresent(node -> blocks.get(node).usedBy(stages.size() + 1));
        MemorySegment all = scope.allocate(Arena.place(List.copyOf(new LinkedHashSet<>(blocks.values()))));
        blocks.forEach((node, block) -> values.put(node, FusedValue.of(
                all.asSlice(block.offset(), block.bytes()), typeOf(node, type), images, node.shape())));
    }

    private Arena.Block block(DnnlType type, Node node, int step) {
        return new Arena.Block(FusedValue.bytes(typeOf(node, type), images, node.shape()), step);
    }

    /** Scores are not rounded: those of many classes would be equal. */
    private DnnlType typeOf(Node node, DnnlType type) {
        boolean scores = ends.result().equals(Optional.of(node))
                && !stages.isEmpty() && stages.getLast() instanceof FusedStage.Connect;
        return scores ? DnnlType.F32 : type;
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
        return value.type() == DnnlType.F32 && (value.channels() == 1 || value.height() * value.width() == 1);
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
        run(tasks -> tasks.forEach(task -> task.run(dnnl, 0)));
    }

    /** Runs each step on all workers. */
    void run(DnnlFunctions dnnl, WorkerPool pool) {
        run(tasks -> pool.run(tasks.size(), (task, worker) -> tasks.get(task).run(dnnl, worker)));
    }

    private void run(Consumer<List<FusedTask.Bound>> way) {
        long before = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            way.accept(work.get(i));
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
        int each = elements(ends.result().orElseThrow());
        FusedValue.write(fetched.orElseThrow(), target.floats(), target.offset() + image * each, images * each);
    }
}
