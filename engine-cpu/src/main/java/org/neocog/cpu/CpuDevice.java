package org.neocog.cpu;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.neocog.device.Device;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.Fusion;
import org.neocog.device.Kernel;
import org.neocog.device.OutOfDeviceMemoryException;
import org.neocog.graph.*;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** The reference backend: Java arrays, Java loops, and a library's matrix product. */
final class CpuDevice implements Device {
    private final WorkerPool pool;
    private final WorkerScratch scratch;
    private final Gemm gemm;
    private final Optional<VectorCode> code;
    private final AtomicLong allocated = new AtomicLong();
    private final Optional<FusedKernels> fused;
    private final Convolutions convolutions;
    private final Elementwise elementwise;

    CpuDevice(int threads, Gemm gemm) {
        this(threads, gemm, Optional.empty(), Optional.empty(), DnnlType.F32, true);
    }

    /**
     * @param code machine code, if it is there
     * @param primitives computes convolutions that follow one another, if it is there
     * @param type what it computes them in
     * @param fast whether convolutions may be done by Winograd's ways
     */
    CpuDevice(
            int threads, Gemm gemm, Optional<VectorCode> code, Optional<DnnlFunctions> primitives, DnnlType type, boolean fast) {
        this(threads, gemm, code, primitives, type, fast, type == DnnlType.BF16 ? Fusing.ALWAYS : Fusing.WHERE_FASTER);
    }

    CpuDevice(
            int threads, Gemm gemm, Optional<VectorCode> code, Optional<DnnlFunctions> primitives, DnnlType type, boolean fast,
            Fusing fusing) {
        this.pool = new WorkerPool(threads);
        this.scratch = new WorkerScratch(threads);
        this.gemm = gemm;
        this.code = code;
        this.convolutions = new Convolutions(pool, scratch, gemm, code, fast);
        this.elementwise = new Elementwise(pool, scratch, code);
        FusionCost cost = new FusionCost(convolutions);
        this.fused = primitives.map(dnnl -> new FusedKernels(
                dnnl, pool, allocated, type, fusion -> fusing == Fusing.ALWAYS || cost.gains(fusion)));
    }

    /** Which parts of a network are computed together, of those that can be. */
    enum Fusing {
        ALWAYS,
        WHERE_FASTER
    }

    @Override
    public String id() {
        return "cpu";
    }

    @Override
    public DeviceBuffer allocate(TensorSpec spec) {
        try {
            return new CpuBuffer(spec, allocated);
        } catch (OutOfMemoryError e) {
            Runtime runtime = Runtime.getRuntime();
            long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
            throw new OutOfDeviceMemoryException(id(), spec.bytes(), free, e).because("the Java heap holds at most "
                    + OutOfDeviceMemoryException.mebibytes(runtime.maxMemory()) + ", which -Xmx changes");
        }
    }

    @Override
    public DeviceBuffer adopt(HostTensor tensor) {
        return new CpuBuffer(tensor, allocated);
    }

    @Override
    public void write(HostTensor source, DeviceBuffer target) {
        CpuBuffer buffer = checked(source, target);
        switch (source.spec().dtype()) {
            case F32 -> System.arraycopy(source.floats(), 0, buffer.floats(), buffer.offset(), buffer.elements());
            case I32 -> System.arraycopy(source.ints(), 0, buffer.ints(), buffer.offset(), buffer.elements());
        }
        buffer.written();
    }

    @Override
    public void read(DeviceBuffer source, HostTensor target) {
        CpuBuffer buffer = checked(target, source);
        switch (target.spec().dtype()) {
            case F32 -> System.arraycopy(buffer.floats(), buffer.offset(), target.floats(), 0, buffer.elements());
            case I32 -> System.arraycopy(buffer.ints(), buffer.offset(), target.ints(), 0, buffer.elements());
        }
    }

    private static CpuBuffer checked(HostTensor host, DeviceBuffer device) {
        if (host.spec().dtype() != device.spec().dtype() || host.spec().elements() != device.spec().elements()) {
            throw new IllegalArgumentException("a host tensor of " + host.spec() + " and a buffer of " + device.spec()
                    + " cannot be copied to one another");
        }
        return (CpuBuffer) device;
    }

    @Override
    public Kernel compile(Node node) {
        if (!(node.op() instanceof ComputeOp op)) {
            throw new IllegalArgumentException(node.name() + " is not computed, so it has no kernel");
        }
        Shape out = node.shape();
        Shape in = node.inputs().isEmpty() ? out : node.input(0).shape();
        return switch (op) {
            case ActivationOp a -> ActivationKernels.of(pool, a, out);
            case Add _ -> elementwise.add(out);
            case AddBias _ -> BiasKernels.addBias(pool, code, out);
            case AvgPool2d p -> AvgPoolKernels.forward(pool, scratch, code, PoolGeometry.of(in, p.window()), p.countPadding());
            case AvgPool2dGrad p -> AvgPoolKernels.gradient(pool, scratch, code, PoolGeometry.of(out, p.window()), p.countPadding());
            case ChannelSum _ -> BiasKernels.channelSum(pool, scratch, code, in);
            case Conv2d c -> convolutions.forward(c.geometry(node.inputSpecs()), c.bias());
            case Conv2dInputGrad c -> convolutions.inputGradient(c.geometry());
            case Conv2dWeightGrad c -> convolutions.weightGradient(c.geometry());
            case CountCorrect _ -> LabelKernels.countCorrect(in);
            case DropPath d -> DropPathKernel.of(pool, d, in);
            case Dropout d -> DropoutKernel.of(pool, d);
            case Fill f -> ElementwiseKernels.fill(pool, f.value());
            case L2 l -> ReductionKernels.l2(pool, in, l.coefficient());
            case L2Grad l -> ElementwiseKernels.l2Grad(pool, l.coefficient());
            case MatMul p -> MatMulKernel.of(pool, gemm, code, p, in, out);
            case MaxPool2d p -> MaxPoolKernels.forward(pool, code, PoolGeometry.of(in, p.window()));
            case MaxPool2dGrad p -> MaxPoolKernels.gradient(pool, code, PoolGeometry.of(in, p.window()));
            case MeanSquaredError _ -> ReductionKernels.meanSquaredError(pool, in);
            case MeanSquaredErrorGrad _ -> ReductionKernels.meanSquaredErrorGrad(pool, in);
            case MovementOp m -> MovementKernels.of(pool, m, node);
            case Mul _ -> elementwise.multiply(out);
            case MulticlassHinge h -> HingeKernels.loss(pool, in, h.margin());
            case MulticlassHingeGrad h -> HingeKernels.gradient(pool, in, h.margin());
            case NormalizationOp o -> NormalizationKernels.of(pool, scratch, code, o, in);
            case Power p -> PowerKernel.of(pool, p);
            case OneHot o -> LabelKernels.oneHot(o);
            case RecipeOp r -> RecipeKernels.of(pool, r, in);
            case Relu _ -> elementwise.relu();
            case ReluGrad _ -> elementwise.reluGradient(out);
            case ResamplingOp r -> ResamplingKernels.of(pool, code, r, node);
            case Scale s -> ElementwiseKernels.scale(pool, s.factor());
            case Sigmoid _ -> elementwise.sigmoid();
            case SigmoidGrad _ -> elementwise.sigmoidGradient();
            case Softmax _ -> SoftmaxKernels.softmax(pool, in);
            case SoftmaxCrossEntropy _ -> SoftmaxKernels.crossEntropy(pool, in);
            case SoftmaxCrossEntropyGrad _ -> SoftmaxKernels.crossEntropyGrad(pool, in);
            case SoftmaxGrad _ -> SoftmaxKernels.softmaxGrad(pool, in);
            case Tanh _ -> elementwise.tanh();
            case TanhGrad _ -> elementwise.tanhGradient();
            case EmbeddingOp e -> EmbeddingKernels.of(pool, e, node.inputSpecs(), out);
            case LstmOp l -> LstmKernels.of(pool, new RowProducts(gemm, code), l, node.inputSpecs());
            case RoiOp r -> RoiKernels.of(pool, r, node.inputSpecs(), out);
            case TargetLossOp t -> TargetLossKernels.of(pool, t, in);
            case AdadeltaUpdate u -> UpdateKernels.adadelta(pool, scratch, u);
            case AdamUpdate u -> UpdateKernels.adam(pool, scratch, code, u);
            case HistoryUpdate _ -> HistoryKernel.of();
            case MovingAverageUpdate u -> MovingAverageKernel.of(pool, u);
            case RmsPropUpdate u -> UpdateKernels.rmsProp(pool, scratch, u);
            case SgdUpdate u -> UpdateKernels.sgd(pool, scratch, code, u);
        };
    }

    @Override
    public Map<Fusion, Kernel> fuse(List<Node> order, Collection<Node> outputs) {
        Map<Fusion, Kernel> all = new LinkedHashMap<>();
        fused.ifPresent(kernels -> all.putAll(kernels.find(order, outputs)));
        Set<Node> taken = new HashSet<>();
        all.keySet().forEach(fusion -> taken.addAll(fusion.nodes()));
        code.ifPresent(c -> all.putAll(new VectorFusions(pool, c).find(order, outputs, taken)));
        return all;
    }

    /** Launches are done when they return. */
    @Override
    public void synchronize() {}

    @Override
    public OptionalDouble measurePeakFlops() {
        return OptionalDouble.of(1e9 * FmaPeak.measure(pool, Duration.ofSeconds(1)).allWorkers());
    }

    @Override
    public long allocatedBytes() {
        return allocated.get();
    }

    @Override
    public void close() {
        fused.ifPresent(FusedKernels::close);
        pool.close();
    }
}
