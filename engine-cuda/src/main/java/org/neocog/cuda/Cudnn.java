package org.neocog.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jcuda.CudaException;
import jcuda.driver.CUstream;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;
import jcuda.runtime.cudaStream_t;
import org.neocog.device.Precision;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Window;

/** cuDNN on a context's stream: convolutions that it has an algorithm for. */
final class Cudnn implements AutoCloseable {
    private final cudnnHandle handle = new cudnnHandle();
    private final List<CudnnDescriptors> descriptors = new ArrayList<>();
    private final CudnnPolicy policy;

    Cudnn(CUstream stream, CudnnPolicy policy) {
        this.policy = policy;
        // Status numbers changed with cuDNN 9, and JCudnn has the names of cuDNN 8: the library is asked for the text instead.
        JCudnn.setExceptionsEnabled(false);
        check(JCudnn.cudnnCreate(handle));
        check(JCudnn.cudnnSetStream(handle, new cudaStream_t(stream)));
    }

    /**
     * What cuDNN may choose from.
     *
     * @param deterministic only algorithms that give the same bits in every run
     * @param workspaceLimit bytes of scratch of one convolution
     */
    record CudnnPolicy(Precision precision, boolean deterministic, long workspaceLimit) {}

    /** A convolution or one of its gradients with the algorithm that cuDNN expects to be fastest; empty if it has none. */
    Optional<CudnnConvolution> convolution(CudnnPass pass, Conv2dGeometry geometry) {
        Window window = geometry.window();
        if (window.depth().isPresent() || !symmetric(window.height()) || !symmetric(window.width())) {
            return Optional.empty();
        }
        CudnnDescriptors made = new CudnnDescriptors(geometry, policy.precision());
        descriptors.add(made);
        return pass.algorithms(handle, made).stream()
                .filter(algorithm -> algorithm.suits(pass, policy))
                .findFirst()
                .map(algorithm -> new CudnnConvolution(handle, pass, made, algorithm));
    }

    private static boolean symmetric(Axis axis) {
        return axis.padBefore() == axis.padAfter();
    }

    /**
     * @throws CudaException with cuDNN's own text, if the status is not success
     */
    static void check(int status) {
        if (status != 0) {
            throw new CudaException("cuDNN status " + status + ": " + JCudnn.cudnnGetErrorString(status));
        }
    }

    @Override
    public void close() {
        descriptors.forEach(CudnnDescriptors::close);
        JCudnn.cudnnDestroy(handle);
    }
}
