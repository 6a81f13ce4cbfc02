package org.neocog.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** oneDNN's C functions and the numbers of its headers, as far as this backend calls primitives. */
final class DnnlFunctions {
    /** {@code dnnl_alg_kind_t}. */
    static final int CONVOLUTION_DIRECT = 0x1;
    static final int ELTWISE_RELU = 0x20;
    static final int POOLING_MAX = 0x1ff;
    static final int POOLING_AVG_INCLUDE_PADDING = 0x2ff;
    static final int POOLING_AVG_EXCLUDE_PADDING = 0x3ff;
    static final int BINARY_ADD = 0x1fff0;
    /** Arguments of a primitive. */
    static final int SRC = 1;
    static final int SRC_1 = 2;
    static final int DST = 17;
    static final int WEIGHTS = 33;
    static final int BIAS = 41;
    static final int SCRATCHPAD = 80;
    static final int MULTIPLE_SRC = 1024;
    /** {@code dnnl_query_t}. */
    static final int QUERY_IMPLEMENTATION = 8;
    static final int QUERY_WEIGHTS = 131;
    static final int QUERY_SCRATCHPAD = 136;
    static final int FORWARD_INFERENCE = 96;
    /** {@code dnnl_engine_kind_t}, {@code dnnl_stream_flags_t}, {@code dnnl_scratchpad_mode_t}, {@code dnnl_format_tag_t}. */
    static final int CPU = 1;
    static final int DEFAULT_STREAM = 1;
    static final int SCRATCHPAD_FROM_USER = 1;
    static final int ANY_LAYOUT = 1;
    /** A type that is to be that of the result. */
    static final int UNDEFINED = 0;
    static final int MOST_DIMENSIONS = 12;

    /** {@code dnnl_status_t}. */
    private static final int UNIMPLEMENTED = 3;

    private static final Linker LINKER = Linker.nativeLinker();
    // Called for every piece of work, so constants for the JIT compiler; the function's address is the first argument.
    private static final MethodHandle EXECUTE = LINKER.downcallHandle(
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle SET_NUM_THREADS = LINKER.downcallHandle(
            FunctionDescriptor.ofVoid(JAVA_INT), Linker.Option.critical(false));

    private final Map<String, MethodHandle> functions = new HashMap<>();
    private final MemorySegment execute;
    private final MemorySegment setNumThreads;

    /**
     * @param symbols oneDNN and the OpenMP runtime that it is linked with
     * @throws java.util.NoSuchElementException if a function is missing
     */
    DnnlFunctions(SymbolLookup symbols) {
        execute = symbols.findOrThrow("dnnl_primitive_execute");
        setNumThreads = symbols.findOrThrow("omp_set_num_threads");
        MemoryLayout p = ADDRESS;
        MemoryLayout i = JAVA_INT;
        MemoryLayout f = JAVA_FLOAT;
        function(symbols, "dnnl_engine_create", p, i, JAVA_LONG);
        function(symbols, "dnnl_engine_destroy", p);
        function(symbols, "dnnl_stream_create", p, p, i);
        function(symbols, "dnnl_stream_destroy", p);
        function(symbols, "dnnl_memory_desc_create_with_strides", p, i, p, i, p);
        function(symbols, "dnnl_memory_desc_create_with_tag", p, i, p, i, i);
        function(symbols, "dnnl_memory_desc_clone", p, p);
        function(symbols, "dnnl_memory_desc_destroy", p);
        function(symbols, "dnnl_memory_desc_equal", p, p);
        function(symbols, "dnnl_memory_create", p, p, p, p);
        function(symbols, "dnnl_memory_destroy", p);
        function(symbols, "dnnl_post_ops_create", p);
        function(symbols, "dnnl_post_ops_append_sum", p, f, i, i);
        function(symbols, "dnnl_post_ops_append_eltwise", p, i, f, f);
        function(symbols, "dnnl_post_ops_destroy", p);
        function(symbols, "dnnl_primitive_attr_create", p);
        function(symbols, "dnnl_primitive_attr_set_scratchpad_mode", p, i);
        function(symbols, "dnnl_primitive_attr_set_post_ops", p, p);
        function(symbols, "dnnl_primitive_attr_destroy", p);
        function(symbols, "dnnl_convolution_forward_primitive_desc_create", p, p, i, i, p, p, p, p, p, p, p, p, p);
        function(symbols, "dnnl_pooling_forward_primitive_desc_create", p, p, i, i, p, p, p, p, p, p, p, p);
        function(symbols, "dnnl_inner_product_forward_primitive_desc_create", p, p, i, p, p, p, p, p);
        function(symbols, "dnnl_binary_primitive_desc_create", p, p, i, p, p, p, p);
        function(symbols, "dnnl_eltwise_forward_primitive_desc_create", p, p, i, i, p, p, f, f, p);
        function(symbols, "dnnl_reorder_primitive_desc_create", p, p, p, p, p, p);
        function(symbols, "dnnl_primitive_desc_query", p, i, i, p);
        function(symbols, "dnnl_primitive_desc_destroy", p);
        function(symbols, "dnnl_primitive_create", p, p);
        function(symbols, "dnnl_primitive_destroy", p);
        functions.put("dnnl_primitive_desc_query_md", LINKER.downcallHandle(
                symbols.findOrThrow("dnnl_primitive_desc_query_md"), FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT)));
        functions.put("dnnl_memory_desc_get_size", LINKER.downcallHandle(
                symbols.findOrThrow("dnnl_memory_desc_get_size"), FunctionDescriptor.of(JAVA_LONG, ADDRESS)));
    }

    private void function(SymbolLookup symbols, String name, MemoryLayout... parameters) {
        functions.put(name, LINKER.downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, parameters)));
    }

    /**
     * Calls a function that returns a {@code dnnl_status_t}.
     *
     * @throws NotFusibleException if the library has no implementation of what is asked for
     * @throws IllegalStateException if the call fails otherwise
     */
    void call(String function, Object... arguments) {
        int status = (int) invoke(function, arguments);
        if (status == UNIMPLEMENTED) {
            throw new NotFusibleException(function + ": oneDNN does not have that on this machine");
        }
        if (status != 0) {
            throw new IllegalStateException(function + " failed with status " + status);
        }
    }

    /** Calls a function whose first parameter is where it writes a handle, and returns that handle. */
    MemorySegment create(String function, Object... others) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(ADDRESS);
            Object[] arguments = new Object[others.length + 1];
            arguments[0] = place;
            System.arraycopy(others, 0, arguments, 1, others.length);
            call(function, arguments);
            return place.get(ADDRESS, 0);
        }
    }

    Object invoke(String function, Object... arguments) {
        try {
            return functions.get(function).invokeWithArguments(List.of(arguments));
        } catch (Throwable e) {
            throw new IllegalStateException(function + " could not be called", e);
        }
    }

    /** The calling thread computes alone: parallelism belongs to the {@link WorkerPool}. */
    void oneThread() {
        try {
            SET_NUM_THREADS.invokeExact(setNumThreads, 1);
        } catch (Throwable e) {
            throw new IllegalStateException("omp_set_num_threads could not be called", e);
        }
    }

    /** Runs a primitive on the calling thread. */
    void execute(MemorySegment primitive, MemorySegment stream, int count, MemorySegment arguments) {
        int status;
        try {
            SET_NUM_THREADS.invokeExact(setNumThreads, 1);
            status = (int) EXECUTE.invokeExact(execute, primitive, stream, count, arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("dnnl_primitive_execute could not be called", e);
        }
        if (status != 0) {
            throw new IllegalStateException("dnnl_primitive_execute failed with status " + status);
        }
    }
}
