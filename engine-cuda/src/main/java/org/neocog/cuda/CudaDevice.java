package org.neocog.cuda;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import jcuda.CudaException;
import org.neocog.NeocogException;
import org.neocog.cuda.Cudnn.CudnnPolicy;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Kernel;
import org.neocog.device.Precision;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Node;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/**
 * An NVIDIA GPU. Writes and launches are queued and return at once; reads wait for what was launched before them. Everything
 * is computed on one stream, in the order of the calls.
 */
final class CudaDevice implements Device {
    /**
     * Multiplications and additions stay apart, as in Java, so that element-wise results have the CPU's bits. The kernels
     * wait for memory, not for arithmetic; the products are the libraries'.
     */
    static final List<String> COMPILER_OPTIONS = List.of("--std=c++17", "--fmad=false");

    private static final long LEAST_WORKSPACE = 32L << 20;
    private static final long MOST_WORKSPACE = 1L << 30;
    private static final int WORKSPACE_SHARE = 32;

    private final CudaContext context;
    private final CudaResources resources = new CudaResources();
    private final Compiler compiler;
    private final Uploads uploads;
    private final Downloads downloads;
    private final AtomicLong allocated = new AtomicLong();
    private boolean closed;

    /**
     * Opens a GPU that is there.
     *
     * @throws NeocogException if a library is missing or an option asks for what there is not
     */
    CudaDevice(CudaStack stack, int ordinal, DeviceOptions options) {
        this(stack, ordinal, options, OptionalLong.empty());
    }

    /**
     * @param workspace bytes of scratch that a convolution should not exceed, if not a share of the memory
     */
    CudaDevice(CudaStack stack, int ordinal, DeviceOptions options, OptionalLong workspace) {
        require(stack, options);
        this.context = resources.add(new CudaContext(ordinal));
        try {
            requireCapability(options);
            long share = Math.clamp(context.totalBytes() / WORKSPACE_SHARE, LEAST_WORKSPACE, MOST_WORKSPACE);
            long limit = workspace.orElse(share);
            KernelModules modules = resources.add(
                    new KernelModules(new KernelCompiler(stack), context.capability(), COMPILER_OPTIONS));
            Cublas cublas = resources.add(new Cublas(context.compute(), options.precision()));
            Optional<Cudnn> cudnn = Optional.empty();
            if (options.convolution() != ConvolutionMethod.IM2COL && stack.cudnnAvailable()) {
                CudnnPolicy policy = new CudnnPolicy(options.precision(), options.deterministic(), limit);
                cudnn = Optional.of(resources.add(new Cudnn(context.compute(), policy)));
            }
            this.compiler = new Compiler(context, modules, cublas, cudnn, options.convolution(), limit);
            this.uploads = resources.add(new Uploads(context));
            this.downloads = resources.add(new Downloads(context));
        } catch (CudaException e) {
            resources.close();
            throw new NeocogException(context.id() + " cannot be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    private static void require(CudaStack stack, DeviceOptions options) {
        if (!stack.cublasAvailable()) {
            throw new NeocogException("a GPU needs cuBLAS, which is " + stack.cublas().text());
        }
        if (options.convolution() == ConvolutionMethod.CUDNN && !stack.cudnnAvailable()) {
            throw new NeocogException("cuDNN is " + stack.cudnn().text() + "; use --conv auto or --conv im2col");
        }
    }

    private void requireCapability(DeviceOptions options) {
        if (options.precision() == Precision.BF16) {
            throw new NeocogException("--precision bf16 is for predictions on the CPU; on a GPU use fp32 or tf32");
        }
        if (options.precision() == Precision.TF32 && context.capability().major() < 8) {
            throw new NeocogException(context.id() + " has compute capability " + context.capability()
                    + ", but TF32 needs 8.0; use --precision fp32");
        }
    }

    @Override
    public String id() {
        return context.id();
    }

    @Override
    public DeviceBuffer allocate(TensorSpec spec) {
        requireOpen();
        context.use();
        return new CudaBuffer(spec, context, allocated);
    }

    @Override
    public void write(HostTensor source, DeviceBuffer target) {
        CudaBuffer buffer = checked(source, target);
        run("copying to the device", () -> uploads.write(bytes(source), buffer));
    }

    @Override
    public void read(DeviceBuffer source, HostTensor target) {
        CudaBuffer buffer = checked(target, source);
        run("computing, or copying a result to the host", () -> downloads.read(buffer, bytes(target)));
    }

    private static MemorySegment bytes(HostTensor tensor) {
        return switch (tensor.spec().dtype()) {
            case F32 -> MemorySegment.ofArray(tensor.floats());
            case I32 -> MemorySegment.ofArray(tensor.ints());
        };
    }

    private CudaBuffer checked(HostTensor host, DeviceBuffer device) {
        if (host.spec().dtype() != device.spec().dtype() || host.spec().elements() != device.spec().elements()) {
            throw new IllegalArgumentException("a host tensor of " + host.spec() + " and a buffer of " + device.spec()
                    + " cannot be copied to one another");
        }
        if (device instanceof CudaBuffer buffer && buffer.belongsTo(context)) {
            return buffer;
        }
        throw new IllegalArgumentException("the buffer belongs to another device than " + id());
    }

    @Override
    public Kernel compile(Node node) {
        requireOpen();
        if (!(node.op() instanceof ComputeOp op)) {
            throw new IllegalArgumentException(node.name() + " is not computed, so it has no kernel");
        }
        try {
            context.use();
            return compiler.compile(op, node);
        } catch (CudaException e) {
            throw CudaFailures.failure(id(), "compiling " + node.name(), e);
        }
    }

    @Override
    public void synchronize() {
        run("computing", context::synchronize);
    }

    @Override
    public boolean asynchronous() {
        return true;
    }

    private void run(String doing, CudaFailures.Action action) {
        requireOpen();
        try {
            context.use();
            action.run();
        } catch (CudaException e) {
            throw CudaFailures.failure(id(), doing, e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(id() + " is closed");
        }
    }

    @Override
    public long allocatedBytes() {
        return allocated.get();
    }

    /** Waits for what was launched, then gives back everything but buffers, which their owners close. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CudaFailures.ignoring(() -> {
                context.use();
                context.synchronize();
            });
            resources.close();
        }
    }
}
