package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.neocog.cpu.DnnlScope.After;
import org.neocog.cpu.DnnlScope.Layout;
import org.neocog.cpu.DnnlScope.Memory;
import org.neocog.cpu.DnnlScope.Primitive;
import org.neocog.cpu.DnnlScope.Windows;
import org.neocog.cpu.FusedTask.ChannelPart;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.AvgPool2d;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2d;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.Node;
import org.neocog.graph.Window;

/**
 * Makes stages into tasks. A stage is cut by rows of its images or, where it reads more weights than images, by its
 * channels; the cut depends on the shapes alone, never on the number of threads.
 */
final class FusedTasks {
    /** Multiply-adds that are worth a task of their own: some tens of microseconds. */
    private static final long TASK_MULTIPLY_ADDS = 5_000_000;
    /** Elements that are worth a task where each costs next to nothing. */
    private static final long TASK_ELEMENTS = 50_000;
    /** Tasks of a stage that keep the workers of most machines busy. */
    private static final int MOST_TASKS = 16;
    /** Channels of a part are a multiple of a vector's. */
    private static final int VECTOR = 16;
    /** How many times more bytes of weights than of images there must be to deal out channels rather than rows. */
    private static final int MANY_WEIGHTS = 2;

    private final DnnlScope scope;
    private final PackedWeights weights;
    private final Map<Node, FusedValue> values;
    private final int images;
    private final boolean split;

    /**
     * @param split whether each stage is to be many tasks, or else one
     */
    FusedTasks(DnnlScope scope, PackedWeights weights, Map<Node, FusedValue> values, int images, boolean split) {
        this.scope = scope;
        this.weights = weights;
        this.values = values;
        this.images = images;
        this.split = split;
    }

    FusedStep of(FusedStage stage) {
        List<FusedTask> tasks = new ArrayList<>();
        String method = switch (stage) {
            case FusedStage.Convolve convolve -> convolve(convolve, tasks);
            case FusedStage.Connect connect -> connect(connect, tasks);
            case FusedStage.Pool pool -> pool(pool.result(), tasks);
            case FusedStage.Combine combine -> combine(combine, tasks);
            case FusedStage.Activate activate -> activate(activate, tasks);
            case FusedStage.Join join -> join(join, tasks);
        };
        return new FusedStep(stage.result(), stage.what(), stage.multiplyAdds(), "oneDNN " + method, tasks);
    }

    private FusedValue value(Node node) {
        return values.get(FusedGraph.root(node));
    }

    /** How many images a task takes: one, if stages are cut. */
    private int together() {
        return split ? 1 : images;
    }

    /** Into how many parts the work on {@code taken} images is cut. */
    private int parts(int most, long work, long worth, int taken) {
        int wanted = Math.ceilDiv(MOST_TASKS, Math.ceilDiv(images, taken));
        return split ? Math.clamp(work / worth, 1, Math.max(1, Math.min(most, wanted))) : 1;
    }

    private String convolve(FusedStage.Convolve stage, List<FusedTask> tasks) {
        Node node = stage.node();
        Conv2d op = (Conv2d) node.op();
        FusedValue x = value(node.input(0));
        FusedValue y = values.get(stage.result());
        long work = node.multiplyAdds() / images;
        long weightBytes = (long) x.type().bytes() * node.input(1).spec().elements();
        boolean byChannels = split && op.groups() == 1 && weightBytes > MANY_WEIGHTS * (x.imageBytes() + y.imageBytes());
        int parts = byChannels ? parts(y.channels() / (2 * VECTOR), work, TASK_MULTIPLY_ADDS, 1) : 1;
        int each = parts == 1 ? y.channels() : Math.ceilDiv(Math.ceilDiv(y.channels(), parts), VECTOR) * VECTOR;
        int bands = byChannels ? 1 : parts(y.height(), work, TASK_MULTIPLY_ADDS, 1);
        int rows = Math.ceilDiv(y.height(), bands);
        After after = new After(stage.addend().isPresent(), stage.relu());
        String method = "";
        for (int from = 0; from < y.height(); from += rows) {
            WindowBand band = WindowBand.of(op.window().height(), x.height(), from, Math.min(rows, y.height() - from));
            for (int first = 0; first < y.channels(); first += each) {
                int count = Math.min(each, y.channels() - first);
                method = convolution(node, x, y, band, first, count, after, tasks);
            }
        }
        return method;
    }

    private String convolution(
            Node node, FusedValue x, FusedValue y, WindowBand band, int first, int count, After after, List<FusedTask> tasks) {
        Conv2d op = (Conv2d) node.op();
        int n = together();
        int groups = op.groups();
        long[] shape = longs(node.input(1).shape().toArray());
        long[] dims = groups == 1
                ? new long[] {count, shape[1], shape[2], shape[3]}
                : new long[] {groups, shape[0] / groups, shape[1], shape[2], shape[3]};
        boolean part = count < y.channels();
        Layout to = part
                ? scope.strided(y.type(), new long[] {n, count, band.rows(), y.width()},
                        new long[] {(long) band.rows() * y.width() * count, 1, (long) y.width() * count, count})
                : y.rowsLayout(scope, n, band.rows());
        WindowBand columns = WindowBand.of(op.window().width(), x.width(), 0, y.width());
        Primitive primitive = fast(scope.convolution(
                x.rowsLayout(scope, n, band.inRows()), scope.any(x.type(), dims),
                op.bias() ? Optional.of(scope.dense(DnnlType.F32, count)) : Optional.empty(), to,
                windows(op.window(), band, columns), after));
        for (int image = 0; image < images; image += n) {
            Map<Integer, Memory> memories = new HashMap<>();
            memories.put(DnnlFunctions.SRC, x.rows(scope, image, n, band.inFrom(), band.inRows()));
            memories.put(DnnlFunctions.WEIGHTS, weights.of(node.input(1), dims, first, primitive.weights().orElseThrow()));
            if (op.bias()) {
                memories.put(DnnlFunctions.BIAS, weights.bias(node.input(2), first, count));
            }
            addTask(tasks, primitive, memories, y, image, n, band, first, count, to, part, after.sum());
        }
        return primitive.implementation();
    }

    private void addTask(
            List<FusedTask> tasks, Primitive primitive, Map<Integer, Memory> memories, FusedValue y, int image, int n,
            WindowBand band, int first, int count, Layout to, boolean part, boolean sum) {
        if (part) {
            tasks.add(new FusedTask(
                    primitive, memories, Optional.of(new ChannelPart(y, image, first, count, to, scope.bytes(to), sum))));
        } else {
            memories.put(DnnlFunctions.DST, y.rows(scope, image, n, band.from(), band.rows()));
            tasks.add(new FusedTask(primitive, memories, Optional.empty()));
        }
    }

    private static Windows windows(Window window, WindowBand rows, WindowBand columns) {
        return new Windows(
                new long[] {window.height().stride(), window.width().stride()},
                new long[] {window.height().dilation(), window.width().dilation()},
                new long[] {rows.padBefore(), columns.padBefore()}, new long[] {rows.padAfter(), columns.padAfter()});
    }

    /** A fully-connected layer of all rows, cut by its columns. A value of images is read as they lie, with turned weights. */
    private String connect(FusedStage.Connect stage, List<FusedTask> tasks) {
        Node node = stage.node();
        FusedValue x = value(node.input(0));
        FusedValue y = values.get(stage.result());
        int parts = parts(y.channels() / (2 * VECTOR), node.multiplyAdds(), TASK_MULTIPLY_ADDS, images);
        int each = parts == 1 ? y.channels() : Math.ceilDiv(Math.ceilDiv(y.channels(), parts), VECTOR) * VECTOR;
        After after = new After(false, stage.relu());
        String method = "";
        for (int first = 0; first < y.channels(); first += each) {
            int count = Math.min(each, y.channels() - first);
            boolean flat = x.height() * x.width() == 1;
            long[] dims = flat
                    ? new long[] {count, x.channels()}
                    : new long[] {count, x.channels(), x.height(), x.width()};
            Layout from = flat ? scope.dense(x.type(), images, x.channels()) : x.rowsLayout(scope, images, x.height());
            Layout to = scope.dense(y.type(), images, count);
            Primitive primitive = fast(scope.innerProduct(
                    from, scope.any(x.type(), dims), stage.bias().map(_ -> scope.dense(DnnlType.F32, count)), to, after));
            method = primitive.implementation();
            Map<Integer, Memory> memories = new HashMap<>();
            memories.put(DnnlFunctions.SRC, scope.memory(from, x.place()));
            memories.put(DnnlFunctions.WEIGHTS, weights.of(node.input(1), dims, first, primitive.weights().orElseThrow()));
            int begin = first;
            stage.bias().ifPresent(bias -> memories.put(DnnlFunctions.BIAS, weights.bias(bias, begin, count)));
            boolean part = count < y.channels();
            if (part) {
                // Rows of a matrix are to its columns what positions of one image are to its channels.
                FusedValue wide = new FusedValue(y.place(), y.type(), 1, y.channels(), images, 1);
                tasks.add(new FusedTask(
                        primitive, memories, Optional.of(new ChannelPart(wide, 0, first, count, to, scope.bytes(to), false))));
            } else {
                memories.put(DnnlFunctions.DST, scope.memory(to, y.place()));
                tasks.add(new FusedTask(primitive, memories, Optional.empty()));
            }
        }
        return method;
    }

    private String pool(Node node, List<FusedTask> tasks) {
        FusedValue x = value(node.input(0));
        FusedValue y = values.get(node);
        int algorithm = switch (node.op()) {
            case MaxPool2d _ -> DnnlFunctions.POOLING_MAX;
            case AvgPool2d pool when pool.countPadding() -> DnnlFunctions.POOLING_AVG_INCLUDE_PADDING;
            default -> DnnlFunctions.POOLING_AVG_EXCLUDE_PADDING;
        };
        Window window = switch (node.op()) {
            case MaxPool2d pool -> pool.window();
            case AvgPool2d pool -> pool.window();
            case AdaptiveAvgPool2d pool -> new Window(whole(x.height() / pool.height()), whole(x.width() / pool.width()));
            default -> throw new NotFusibleException(node + " is no pooling");
        };
        int bands = parts(y.height(), x.imageBytes() / Float.BYTES, TASK_ELEMENTS, 1);
        int rows = Math.ceilDiv(y.height(), bands);
        WindowBand columns = WindowBand.of(window.width(), x.width(), 0, y.width());
        long[] kernel = {window.height().kernel(), window.width().kernel()};
        String method = "";
        int n = together();
        for (int from = 0; from < y.height(); from += rows) {
            WindowBand band = WindowBand.of(window.height(), x.height(), from, Math.min(rows, y.height() - from));
            Primitive primitive = fast(scope.pooling(
                    algorithm, x.rowsLayout(scope, n, band.inRows()), y.rowsLayout(scope, n, band.rows()), kernel,
                    windows(window, band, columns)));
            method = primitive.implementation();
            for (int image = 0; image < images; image += n) {
                Map<Integer, Memory> memories = new HashMap<>();
                memories.put(DnnlFunctions.SRC, x.rows(scope, image, n, band.inFrom(), band.inRows()));
                memories.put(DnnlFunctions.DST, y.rows(scope, image, n, band.from(), band.rows()));
                tasks.add(new FusedTask(primitive, memories, Optional.empty()));
            }
        }
        return method;
    }

    private static Axis whole(int kernel) {
        return Axis.of(kernel, kernel, 0);
    }

    private String combine(FusedStage.Combine stage, List<FusedTask> tasks) {
        FusedValue a = value(stage.node().input(0));
        FusedValue b = value(stage.node().input(1));
        FusedValue y = values.get(stage.result());
        return elementwise(y, tasks, layout -> scope.add(layout, layout, layout, new After(false, stage.relu())),
                Map.of(DnnlFunctions.SRC, a, DnnlFunctions.SRC_1, b));
    }

    private String activate(FusedStage.Activate stage, List<FusedTask> tasks) {
        FusedValue x = value(stage.result().input(0));
        return elementwise(
                values.get(stage.result()), tasks, layout -> scope.relu(layout, layout), Map.of(DnnlFunctions.SRC, x));
    }

    private String elementwise(
            FusedValue y, List<FusedTask> tasks, Function<Layout, Primitive> make,
            Map<Integer, FusedValue> sources) {
        int bands = parts(y.height(), y.imageBytes() / Float.BYTES, TASK_ELEMENTS, 1);
        int rows = Math.ceilDiv(y.height(), bands);
        int n = together();
        String method = "";
        for (int from = 0; from < y.height(); from += rows) {
            int some = Math.min(rows, y.height() - from);
            int first = from;
            Primitive primitive = fast(make.apply(y.rowsLayout(scope, n, some)));
            method = primitive.implementation();
            for (int image = 0; image < images; image += n) {
                int at = image;
                Map<Integer, Memory> memories = new HashMap<>();
                sources.forEach((argument, value) -> memories.put(argument, value.rows(scope, at, n, first, some)));
                memories.put(DnnlFunctions.DST, y.rows(scope, image, n, from, some));
                tasks.add(new FusedTask(primitive, memories, Optional.empty()));
            }
        }
        return method;
    }

    private String join(FusedStage.Join stage, List<FusedTask> tasks) {
        FusedValue y = values.get(stage.result());
        int channel = 0;
        String method = "";
        for (Node input : stage.result().inputs()) {
            FusedValue x = value(input);
            Layout to = y.channelsLayout(scope, images, y.height(), x.channels());
            Primitive primitive = scope.reorder(x.rowsLayout(scope, images, x.height()), to);
            method = primitive.implementation();
            Map<Integer, Memory> memories = new HashMap<>();
            memories.put(DnnlFunctions.SRC, x.rows(scope, 0, images, 0, x.height()));
            memories.put(DnnlFunctions.DST, scope.memory(to, y.place().asSlice((long) channel * y.type().bytes())));
            tasks.add(new FusedTask(primitive, memories, Optional.empty()));
            channel += x.channels();
        }
        return method;
    }

    /** Copies a value from or to plain f32 numbers, channels outside. */
    FusedStep reorder(Node node, MemorySegment plain, FusedValue value, boolean in) {
        List<FusedTask> tasks = new ArrayList<>();
        int bands = parts(value.height(), value.imageBytes() / Float.BYTES, TASK_ELEMENTS, 1);
        int rows = Math.ceilDiv(value.height(), bands);
        int n = together();
        long plane = (long) value.height() * value.width();
        String method = "";
        for (int from = 0; from < value.height(); from += rows) {
            int some = Math.min(rows, value.height() - from);
            Layout outside = scope.strided(DnnlType.F32, new long[] {n, value.channels(), some, value.width()},
                    new long[] {value.channels() * plane, plane, value.width(), 1});
            Layout inside = value.rowsLayout(scope, n, some);
            Primitive primitive = in ? scope.reorder(outside, inside) : scope.reorder(inside, outside);
            method = primitive.implementation();
            for (int image = 0; image < images; image += n) {
                long at = Float.BYTES * (image * value.channels() * plane + (long) from * value.width());
                Memory far = scope.memory(outside, plain.asSlice(at));
                Memory near = scope.memory(inside, value.from(image, from));
                Map<Integer, Memory> memories = new HashMap<>(
                        in
                                ? Map.of(DnnlFunctions.SRC, far, DnnlFunctions.DST, near)
                                : Map.of(DnnlFunctions.SRC, near, DnnlFunctions.DST, far));
                tasks.add(new FusedTask(primitive, memories, Optional.empty()));
            }
        }
        return new FusedStep(node, in ? "channels inside" : "channels outside", 0, "oneDNN " + method, tasks);
    }

    /** A plain loop of the library's takes hundreds of times as long as the engine's own kernels. */
    private static Primitive fast(Primitive primitive) {
        if (primitive.implementation().startsWith("ref")) {
            throw new NotFusibleException("oneDNN has only " + primitive.implementation());
        }
        return primitive;
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
