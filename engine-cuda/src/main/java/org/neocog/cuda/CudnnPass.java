package org.neocog.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgo;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgo;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnHandle;

/** Which of a convolution's three products. */
enum CudnnPass {
    FORWARD(Set.of()),
    INPUT_GRAD(Set.of(cudnnConvolutionBwdDataAlgo.CUDNN_CONVOLUTION_BWD_DATA_ALGO_0)),
    WEIGHT_GRAD(Set.of(
            cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_0,
            cudnnConvolutionBwdFilterAlgo.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_3));

    private static final int MOST = 16;

    private final Set<Integer> unrepeatable;

    CudnnPass(Set<Integer> unrepeatable) {
        this.unrepeatable = unrepeatable;
    }

    /** Algorithms that add with atomics, in any order, as cuDNN's documentation says. */
    Set<Integer> unrepeatable() {
        return unrepeatable;
    }

    /** What cuDNN offers, the one first that it expects to be fastest. */
    List<CudnnAlgorithm> algorithms(cudnnHandle handle, CudnnDescriptors d) {
        int[] count = new int[1];
        List<CudnnAlgorithm> found = switch (this) {
            case FORWARD -> {
                cudnnConvolutionFwdAlgoPerf[] perf = new cudnnConvolutionFwdAlgoPerf[MOST];
                Arrays.setAll(perf, _ -> new cudnnConvolutionFwdAlgoPerf());
                Cudnn.check(JCudnn.cudnnGetConvolutionForwardAlgorithm_v7(
                        handle, d.x(), d.w(), d.convolution(), d.y(), MOST, count, perf));
                yield Arrays.stream(perf)
                        .map(p -> new CudnnAlgorithm(p.algo, p.status, p.memory, p.determinism))
                        .toList();
            }
            case INPUT_GRAD -> {
                cudnnConvolutionBwdDataAlgoPerf[] perf = new cudnnConvolutionBwdDataAlgoPerf[MOST];
                Arrays.setAll(perf, _ -> new cudnnConvolutionBwdDataAlgoPerf());
                Cudnn.check(JCudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7(
                        handle, d.w(), d.y(), d.convolution(), d.x(), MOST, count, perf));
                yield Arrays.stream(perf)
                        .map(p -> new CudnnAlgorithm(p.algo, p.status, p.memory, p.determinism))
                        .toList();
            }
            case WEIGHT_GRAD -> {
                cudnnConvolutionBwdFilterAlgoPerf[] perf = new cudnnConvolutionBwdFilterAlgoPerf[MOST];
                Arrays.setAll(perf, _ -> new cudnnConvolutionBwdFilterAlgoPerf());
                Cudnn.check(JCudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7(
                        handle, d.x(), d.y(), d.convolution(), d.w(), MOST, count, perf));
                yield Arrays.stream(perf)
                        .map(p -> new CudnnAlgorithm(p.algo, p.status, p.memory, p.determinism))
                        .toList();
            }
        };
        return found.subList(0, Math.min(count[0], MOST));
    }
}
