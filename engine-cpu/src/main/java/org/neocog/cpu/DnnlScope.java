package org.neocog.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neocog.device.OutOfDeviceMemoryException;

/**
 * oneDNN objects and native memory that are given back together. All primitives compute on one thread, take their scratch
 * memory as an argument, and may be executed by several threads at once.
 */
final class DnnlScope implements AutoCloseable {
    /** Buffers begin at cache lines. */
    static final long ALIGNMENT = 64;

    private final DnnlFunctions dnnl;
    private final Arena arena = Arena.ofShared();
    private final Deque<Runnable> destroyers = new ArrayDeque<>();
    private final MemorySegment engine;
    private long allocated;

    DnnlScope(DnnlFunctions dnnl) {
        this.dnnl = dnnl;
        dnnl.oneThread();
        this.engine = owned(dnnl.create("dnnl_engine_create", DnnlFunctions.CPU, 0L), "dnnl_engine_destroy");
    }

    /** What is made in it works with what is made in {@code parent}, which is to be closed later. */
    DnnlScope(DnnlScope parent) {
        this.dnnl = parent.dnnl;
        this.engine = parent.engine;
        dnnl.oneThread();
    }

    /** Description of a tensor: where each element lies. */
    record Layout(MemorySegment handle) {}

    /** A tensor at an address. */
    record Memory(MemorySegment handle) {}

    /**
     * @param weights the layout that it wants its weights in; only if it has such
     * @param scratchpad bytes of scratch memory, with {@code scratchpadLayout} for their description
     */
    record Primitive(
            MemorySegment handle, String implementation, Optional<Layout> weights, Layout scratchpadLayout, long scratchpad) {}

    DnnlFunctions dnnl() {
        return dnnl;
    }

    private MemorySegment owned(MemorySegment handle, String destroy) {
        destroyers.push(() -> dnnl.invoke(destroy, handle));
        return handle;
    }

    MemorySegment stream() {
        return owned(dnnl.create("dnnl_stream_create", engine, DnnlFunctions.DEFAULT_STREAM), "dnnl_stream_destroy");
    }

    /**
     * Zeroed native memory.
     *
     * @throws OutOfDeviceMemoryException if the system has not so much
     */
    MemorySegment allocate(long bytes) {
        try {
            MemorySegment place = arena.allocate(Math.max(bytes, ALIGNMENT), ALIGNMENT);
            allocated += bytes;
            return place;
        } catch (OutOfMemoryError e) {
            throw OutOfDeviceMemoryException.refused("cpu", bytes, e)
                    .because("these lie outside the Java heap, so a smaller batch helps, or a smaller heap (-Xmx)");
        }
    }

    /** Bytes given out by {@link #allocate}. */
    long allocated() {
        return allocated;
    }

    /** A tensor whose elements lie {@code strides} apart. */
    Layout strided(DnnlType type, long[] dims, long[] strides) {
        try (Arena local = Arena.ofConfined()) {
            return new Layout(owned(
                    dnnl.create(
                            "dnnl_memory_desc_create_with_strides", dims.length, dims(local, dims), type.code(),
                            dims(local, strides)),
                    "dnnl_memory_desc_destroy"));
        }
    }

    /** A tensor in row-major order. */
    Layout dense(DnnlType type, long... dims) {
        long[] strides = new long[dims.length];
        long stride = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dims[i];
        }
        return strided(type, dims, strides);
    }

    /** A tensor that a primitive may lay out as it likes best. */
    Layout any(DnnlType type, long... dims) {
        try (Arena local = Arena.ofConfined()) {
            return new Layout(owned(
                    dnnl.create(
                            "dnnl_memory_desc_create_with_tag", dims.length, dims(local, dims), type.code(),
                            DnnlFunctions.ANY_LAYOUT),
                    "dnnl_memory_desc_destroy"));
        }
    }

    /** The same layout, to live as long as this scope. */
    Layout copy(Layout layout) {
        return new Layout(owned(dnnl.create("dnnl_memory_desc_clone", layout.handle()), "dnnl_memory_desc_destroy"));
    }

    long bytes(Layout layout) {
        return (long) dnnl.invoke("dnnl_memory_desc_get_size", layout.handle());
    }

    boolean equal(Layout a, Layout b) {
        return (int) dnnl.invoke("dnnl_memory_desc_equal", a.handle(), b.handle()) != 0;
    }

    Memory memory(Layout layout, MemorySegment place) {
        return new Memory(owned(
                dnnl.create("dnnl_memory_create", layout.handle(), engine, place), "dnnl_memory_destroy"));
    }

    /** What is done to each element of a result before it is stored. */
    record After(boolean sum, boolean relu) {
        static final After NOTHING = new After(false, false);
    }

    /** Strides, dilation (1 is dense) and padding of a window, rows then columns. */
    record Windows(long[] stride, long[] dilation, long[] padBefore, long[] padAfter) {}

    Primitive convolution(Layout x, Layout w, Optional<Layout> bias, Layout y, Windows windows, After after) {
        try (Arena local = Arena.ofConfined()) {
            return primitive(after, attr -> dnnl.create(
                    "dnnl_convolution_forward_primitive_desc_create", engine, DnnlFunctions.FORWARD_INFERENCE,
                    DnnlFunctions.CONVOLUTION_DIRECT, x.handle(), w.handle(), orNull(bias), y.handle(),
                    dims(local, windows.stride()), dims(local, lessOne(windows.dilation())),
                    dims(local, windows.padBefore()), dims(local, windows.padAfter()), attr), true);
        }
    }

    Primitive innerProduct(Layout x, Layout w, Optional<Layout> bias, Layout y, After after) {
        return primitive(after, attr -> dnnl.create(
                "dnnl_inner_product_forward_primitive_desc_create", engine, DnnlFunctions.FORWARD_INFERENCE, x.handle(), w.handle(),
                orNull(bias), y.handle(), attr), true);
    }

    Primitive pooling(int algorithm, Layout x, Layout y, long[] kernel, Windows windows) {
        try (Arena local = Arena.ofConfined()) {
            return primitive(After.NOTHING, attr -> dnnl.create(
                    "dnnl_pooling_forward_primitive_desc_create", engine, DnnlFunctions.FORWARD_INFERENCE, algorithm,
                    x.handle(), y.handle(), dims(local, windows.stride()), dims(local, kernel),
                    dims(local, lessOne(windows.dilation())), dims(local, windows.padBefore()),
                    dims(local, windows.padAfter()), attr), false);
        }
    }

    Primitive add(Layout a, Layout b, Layout y, After after) {
        return primitive(after, attr -> dnnl.create(
                "dnnl_binary_primitive_desc_create", engine, DnnlFunctions.BINARY_ADD, a.handle(), b.handle(), y.handle(), attr),
                false);
    }

    Primitive relu(Layout x, Layout y) {
        return primitive(After.NOTHING, attr -> dnnl.create(
                "dnnl_eltwise_forward_primitive_desc_create", engine, DnnlFunctions.FORWARD_INFERENCE, DnnlFunctions.ELTWISE_RELU,
                x.handle(), y.handle(), 0f, 0f, attr), false);
    }

    /** Copies a tensor to another layout or type. */
    Primitive reorder(Layout from, Layout to) {
        return primitive(After.NOTHING, attr -> dnnl.create(
                "dnnl_reorder_primitive_desc_create", from.handle(), engine, to.handle(), engine, attr), false);
    }

    @FunctionalInterface
    private interface Description {
        MemorySegment create(MemorySegment attributes);
    }

    private Primitive primitive(After after, Description description, boolean weighted) {
        dnnl.oneThread();
        MemorySegment attributes = dnnl.create("dnnl_primitive_attr_create");
        MemorySegment steps = dnnl.create("dnnl_post_ops_create");
        try {
            dnnl.call("dnnl_primitive_attr_set_scratchpad_mode", attributes, DnnlFunctions.SCRATCHPAD_FROM_USER);
            if (after.sum()) {
                dnnl.call("dnnl_post_ops_append_sum", steps, 1f, 0, DnnlFunctions.UNDEFINED);
            }
            if (after.relu()) {
                dnnl.call("dnnl_post_ops_append_eltwise", steps, DnnlFunctions.ELTWISE_RELU, 0f, 0f);
            }
            dnnl.call("dnnl_primitive_attr_set_post_ops", attributes, steps);
            MemorySegment described = description.create(attributes);
            try {
                MemorySegment handle = owned(dnnl.create("dnnl_primitive_create", described), "dnnl_primitive_destroy");
                Layout scratch = query(described, DnnlFunctions.QUERY_SCRATCHPAD);
                return new Primitive(
                        handle, implementation(described),
                        weighted ? Optional.of(query(described, DnnlFunctions.QUERY_WEIGHTS)) : Optional.empty(), scratch,
                        bytes(scratch));
            } finally {
                dnnl.call("dnnl_primitive_desc_destroy", described);
            }
        } finally {
            dnnl.call("dnnl_post_ops_destroy", steps);
            dnnl.call("dnnl_primitive_attr_destroy", attributes);
        }
    }

    private Layout query(MemorySegment described, int what) {
        MemorySegment borrowed = (MemorySegment) dnnl.invoke("dnnl_primitive_desc_query_md", described, what, 0);
        return copy(new Layout(borrowed));
    }

    private String implementation(MemorySegment described) {
        try (Arena local = Arena.ofConfined()) {
            MemorySegment place = local.allocate(ADDRESS);
            dnnl.call("dnnl_primitive_desc_query", described, DnnlFunctions.QUERY_IMPLEMENTATION, 0, place);
            return place.get(ADDRESS, 0).reinterpret(256).getString(0);
        }
    }

    /** The arguments of an execution, in the library's form. */
    Arguments arguments(Map<Integer, Memory> memories) {
        List<Map.Entry<Integer, Memory>> entries = new ArrayList<>(memories.entrySet());
        MemorySegment list = arena.allocate(16L * entries.size(), 8);
        for (int i = 0; i < entries.size(); i++) {
            list.set(JAVA_INT, 16L * i, entries.get(i).getKey());
            list.set(ADDRESS, 16L * i + 8, entries.get(i).getValue().handle());
        }
        return new Arguments(entries.size(), list);
    }

    record Arguments(int count, MemorySegment list) {}

    private static MemorySegment dims(Arena arena, long[] values) {
        MemorySegment dims = arena.allocate(JAVA_LONG, DnnlFunctions.MOST_DIMENSIONS);
        for (int i = 0; i < values.length; i++) {
            dims.setAtIndex(JAVA_LONG, i, values[i]);
        }
        return dims;
    }

    /** oneDNN counts the elements that a dilation leaves out. */
    private static long[] lessOne(long[] dilation) {
        return new long[] {dilation[0] - 1, dilation[1] - 1};
    }

    private static MemorySegment orNull(Optional<Layout> layout) {
        return layout.map(Layout::handle).orElse(MemorySegment.NULL);
    }

    /** Nothing of the scope may be in use. Closing twice is harmless. */
    @Override
    public void close() {
        while (!destroyers.isEmpty()) {
            destroyers.pop().run();
        }
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
