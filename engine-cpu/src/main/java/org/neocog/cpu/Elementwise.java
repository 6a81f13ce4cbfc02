package org.neocog.cpu;

import java.util.Optional;
import java.util.function.Supplier;
import org.neocog.tensor.Shape;

/**
 * Kernels of functions that are applied element by element: in machine code where there is some, or else in Java.
 *
 * @param code machine code, where this machine can run it
 */
record Elementwise(WorkerPool pool, WorkerScratch scratch, Optional<VectorCode> code) {
    CpuKernel add(Shape shape) {
        return of(ElementFunction.ADD, () -> ElementwiseKernels.add(pool, scratch, shape));
    }

    CpuKernel multiply(Shape shape) {
        return of(ElementFunction.MULTIPLY, () -> ElementwiseKernels.mul(pool, scratch, shape));
    }

    CpuKernel relu() {
        return of(ElementFunction.RELU, () -> ElementwiseKernels.inPlace(pool, ActivationKernels::relu));
    }

    CpuKernel reluGradient(Shape shape) {
        return of(ElementFunction.RELU_GRADIENT, () -> new ReluGradKernel(pool, shape));
    }

    CpuKernel sigmoid() {
        return of(ElementFunction.SIGMOID, () -> ElementwiseKernels.inPlace(pool, ActivationKernels::sigmoid));
    }

    CpuKernel sigmoidGradient() {
        return of(ElementFunction.SIGMOID_GRADIENT, () -> ElementwiseKernels.binary(pool, ActivationKernels::sigmoidGrad));
    }

    CpuKernel tanh() {
        return of(ElementFunction.TANH, () -> ElementwiseKernels.inPlace(pool, ActivationKernels::tanh));
    }

    CpuKernel tanhGradient() {
        return of(ElementFunction.TANH_GRADIENT, () -> ElementwiseKernels.binary(pool, ActivationKernels::tanhGrad));
    }

    private CpuKernel of(ElementFunction function, Supplier<CpuKernel> loop) {
        if (code.isEmpty()) {
            return loop.get();
        }
        ElementVectors vectors = code.get().elements();
        return new VectorKernel(function.second()
                ? ElementwiseKernels.binary(pool, vectors.binary(function))
                : ElementwiseKernels.unary(pool, vectors.unary(function)));
    }
}
