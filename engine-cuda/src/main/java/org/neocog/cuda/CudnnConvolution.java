package org.neocog.cuda;

import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;

/** A convolution or one of its gradients by cuDNN. Its inputs are those of the operation of the same name. */
final class CudnnConvolution implements Launcher {
    private final cudnnHandle handle;
    private final CudnnPass pass;
    private final CudnnDescriptors d;
    private final CudnnAlgorithm algorithm;
    private final Pointer one = Pointer.to(new float[] {1});
    private final Pointer zero = Pointer.to(new float[] {0});

    CudnnConvolution(cudnnHandle handle, CudnnPass pass, CudnnDescriptors descriptors, CudnnAlgorithm algorithm) {
        this.handle = handle;
        this.pass = pass;
        this.d = descriptors;
        this.algorithm = algorithm;
    }

    long workspaceBytes() {
        return algorithm.workspaceBytes();
    }

    /** The algorithm by its number, as cuDNN's documentation counts them. */
    String method() {
        return "cuDNN algorithm " + algorithm.number();
    }

    @Override
    public void launch(CudaKernel.Tensors tensors) {
        Pointer first = new DeviceAddress(tensors.input(0).address());
        Pointer second = new DeviceAddress(tensors.input(1).address());
        Pointer output = new DeviceAddress(tensors.output().address());
        Pointer workspace = new DeviceAddress(algorithm.workspaceBytes() == 0 ? 0 : tensors.workspace().address());
        long bytes = algorithm.workspaceBytes();
        int number = algorithm.number();
        Cudnn.check(switch (pass) {
            case FORWARD -> JCudnn.cudnnConvolutionForward(handle, one, d.x(), first, d.w(), second, d.convolution(), number,
                    workspace, bytes, zero, d.y(), output);
            case INPUT_GRAD -> JCudnn.cudnnConvolutionBackwardData(handle, one, d.w(), second, d.y(), first, d.convolution(),
                    number, workspace, bytes, zero, d.x(), output);
            case WEIGHT_GRAD -> JCudnn.cudnnConvolutionBackwardFilter(handle, one, d.x(), first, d.y(), second,
                    d.convolution(), number, workspace, bytes, zero, d.w(), output);
        });
    }
}
