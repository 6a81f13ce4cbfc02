package org.neocog.cuda;

import jcuda.jcudnn.cudnnDeterminism;
import org.neocog.cuda.Cudnn.CudnnPolicy;

/**
 * An algorithm that cuDNN offers for a convolution.
 *
 * @param number among those of its pass
 * @param status 0 if it can do this convolution
 * @param workspaceBytes scratch that it needs
 * @param determinism what cuDNN says of it
 */
record CudnnAlgorithm(int number, int status, long workspaceBytes, int determinism) {
    boolean suits(CudnnPass pass, CudnnPolicy policy) {
        return status == 0
                && workspaceBytes <= policy.workspaceLimit()
                && (!policy.deterministic()
                        || determinism == cudnnDeterminism.CUDNN_DETERMINISTIC && !pass.unrepeatable().contains(number));
    }
}
