package org.neocog.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jcuda.CudaException;
import org.neocog.NeocogException;
import org.neocog.device.ConvolutionMethod;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Conv2dInputGrad;
import org.neocog.graph.Conv2dWeightGrad;
import org.neocog.graph.Node;

/** Compiles nodes for a GPU. How a convolution is done is decided here and nowhere else. */
final class Compiler {
    private final CudaContext context;
    private final KernelModules modules;
    private final Cublas cublas;
    private final Optional<Cudnn> cudnn;
    private final ConvolutionMethod method;
    private final long workspaceLimit;

    /**
     * @param cudnn empty if convolutions are the engine's own
     * @param workspaceLimit bytes of scratch that a convolution should not exceed
     */
    Compiler(
            CudaContext context,
            KernelModules modules,
            Cublas cublas,
            Optional<Cudnn> cudnn,
            ConvolutionMethod method,
            long workspaceLimit) {
        this.context = context;
        this.modules = modules;
        this.cublas = cublas;
        this.cudnn = cudnn;
        this.method = method;
        this.workspaceLimit = workspaceLimit;
    }

    CudaKernel compile(ComputeOp op, Node node) {
        return cudnn.flatMap(library -> byLibrary(library, op, node)).orElseGet(() -> own(op, node));
    }

    private CudaKernel own(ComputeOp op, Node node) {
        Program program = Programs.of(op, node, workspaceLimit);
        return new ProgramKernel(context, node.name(), program, program.commands().stream().map(this::launcher).toList());
    }

    private Launcher launcher(Command command) {
        return switch (command) {
            case KernelCall call -> new KernelLauncher(call, modules, context.compute());
            case MatrixProduct product -> cublas.launcher(product);
        };
    }

    private Optional<CudaKernel> byLibrary(Cudnn library, ComputeOp op, Node node) {
        return switch (op) {
            case Conv2d c -> byLibrary(library, CudnnPass.FORWARD, c.geometry(node.inputSpecs()), c.bias(), node);
            case Conv2dInputGrad c -> byLibrary(library, CudnnPass.INPUT_GRAD, c.geometry(), false, node);
            case Conv2dWeightGrad c -> byLibrary(library, CudnnPass.WEIGHT_GRAD, c.geometry(), false, node);
            default -> Optional.empty();
        };
    }

    private Optional<CudaKernel> byLibrary(Cudnn library, CudnnPass pass, Conv2dGeometry geometry, boolean bias, Node node) {
        Optional<CudnnConvolution> convolution;
        String problem = "it needs two dimensions, symmetric padding and an algorithm that suits";
        try {
            convolution = library.convolution(pass, geometry);
        } catch (CudaException e) {
            convolution = Optional.empty();
            problem = e.getMessage();
        }
        if (convolution.isEmpty() && method == ConvolutionMethod.CUDNN) {
            throw new NeocogException("cuDNN cannot do " + node + ": " + problem + "; use --conv auto");
        }
        return convolution.map(done -> kernel(done, bias, node));
    }

    private CudaKernel kernel(CudnnConvolution convolution, boolean bias, Node node) {
        List<Launcher> launchers = new ArrayList<>();
        launchers.add(convolution);
        if (bias) {
            launchers.add(launcher(BiasPrograms.addBias(Argument.output(), Argument.input(2), node.shape())));
        }
        Program program = new Program(List.of(), convolution.workspaceBytes(), convolution.method());
        return new ProgramKernel(context, node.name(), program, launchers);
    }
}
