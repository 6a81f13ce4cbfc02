package org.neocog.cuda;

import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionMode;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnMathType;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.jcudnn.cudnnTensorFormat;
import org.neocog.device.Precision;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.tensor.Shape;

/** A convolution's geometry as cuDNN wants it told: NCHW, float32, cross-correlation, symmetric padding. */
final class CudnnDescriptors implements AutoCloseable {
    private final cudnnTensorDescriptor x = new cudnnTensorDescriptor();
    private final cudnnTensorDescriptor y = new cudnnTensorDescriptor();
    private final cudnnFilterDescriptor w = new cudnnFilterDescriptor();
    private final cudnnConvolutionDescriptor convolution = new cudnnConvolutionDescriptor();

    CudnnDescriptors(Conv2dGeometry g, Precision precision) {
        tensor(x, g.x());
        tensor(y, g.y());
        Shape filters = g.w();
        Cudnn.check(JCudnn.cudnnCreateFilterDescriptor(w));
        Cudnn.check(JCudnn.cudnnSetFilter4dDescriptor(w, cudnnDataType.CUDNN_DATA_FLOAT, cudnnTensorFormat.CUDNN_TENSOR_NCHW,
                filters.dim(0), filters.dim(1), filters.dim(2), filters.dim(3)));
        Axis down = g.window().height();
        Axis across = g.window().width();
        Cudnn.check(JCudnn.cudnnCreateConvolutionDescriptor(convolution));
        Cudnn.check(JCudnn.cudnnSetConvolution2dDescriptor(convolution, down.padBefore(), across.padBefore(), down.stride(),
                across.stride(), down.dilation(), across.dilation(), cudnnConvolutionMode.CUDNN_CROSS_CORRELATION,
                cudnnDataType.CUDNN_DATA_FLOAT));
        Cudnn.check(JCudnn.cudnnSetConvolutionGroupCount(convolution, g.groups()));
        Cudnn.check(JCudnn.cudnnSetConvolutionMathType(convolution, switch (precision) {
            case FP32 -> cudnnMathType.CUDNN_FMA_MATH;
            case TF32 -> cudnnMathType.CUDNN_DEFAULT_MATH;
            case BF16 -> throw new IllegalArgumentException("a GPU does not compute in bf16");
        }));
    }

    private static void tensor(cudnnTensorDescriptor descriptor, Shape shape) {
        Cudnn.check(JCudnn.cudnnCreateTensorDescriptor(descriptor));
        Cudnn.check(JCudnn.cudnnSetTensor4dDescriptor(descriptor, cudnnTensorFormat.CUDNN_TENSOR_NCHW,
                cudnnDataType.CUDNN_DATA_FLOAT, shape.dim(0), shape.dim(1), shape.dim(2), shape.dim(3)));
    }

    cudnnTensorDescriptor x() {
        return x;
    }

    cudnnTensorDescriptor y() {
        return y;
    }

    cudnnFilterDescriptor w() {
        return w;
    }

    cudnnConvolutionDescriptor convolution() {
        return convolution;
    }

    @Override
    public void close() {
        JCudnn.cudnnDestroyConvolutionDescriptor(convolution);
        JCudnn.cudnnDestroyFilterDescriptor(w);
        JCudnn.cudnnDestroyTensorDescriptor(y);
        JCudnn.cudnnDestroyTensorDescriptor(x);
    }
}
