package org.neocog.cuda;

import java.util.List;

/**
 * Every function that the backend calls, under the name that JCuda's natives are linked with. A function that is called and
 * is not there ends the process; so all are looked up before any is called. A test holds these lists against the calls.
 */
final class RequiredSymbols {
    static final List<String> DRIVER = List.of(
            "cuInit", "cuDriverGetVersion",
            "cuDeviceGetCount", "cuDeviceGet", "cuDeviceGetName", "cuDeviceGetAttribute", "cuDeviceTotalMem_v2",
            "cuDevicePrimaryCtxRetain", "cuDevicePrimaryCtxRelease_v2", "cuCtxSetCurrent",
            "cuModuleLoadData", "cuModuleGetFunction", "cuModuleUnload", "cuLaunchKernel",
            "cuMemGetInfo_v2", "cuMemAlloc_v2", "cuMemFree_v2", "cuMemHostAlloc", "cuMemFreeHost",
            "cuMemcpyHtoDAsync_v2", "cuMemcpyDtoHAsync_v2", "cuMemcpyDtoDAsync_v2",
            "cuStreamCreate", "cuStreamDestroy_v2", "cuStreamSynchronize", "cuStreamWaitEvent",
            "cuEventCreate", "cuEventDestroy_v2", "cuEventRecord", "cuEventSynchronize");

    static final List<String> NVRTC = List.of(
            "nvrtcVersion", "nvrtcGetNumSupportedArchs", "nvrtcGetSupportedArchs",
            "nvrtcCreateProgram", "nvrtcDestroyProgram", "nvrtcCompileProgram",
            "nvrtcGetProgramLogSize", "nvrtcGetProgramLog",
            "nvrtcGetCUBINSize", "nvrtcGetCUBIN", "nvrtcGetPTXSize", "nvrtcGetPTX");

    static final List<String> CUBLAS = List.of(
            "cublasGetProperty", "cublasCreate_v2", "cublasDestroy_v2", "cublasSetStream_v2", "cublasSetMathMode",
            "cublasSgemm_v2", "cublasSgemmStridedBatched");

    static final List<String> CUDNN = List.of(
            "cudnnGetVersion", "cudnnGetCudartVersion", "cudnnGetErrorString", "cudnnCreate", "cudnnDestroy",
            "cudnnSetStream",
            "cudnnCreateTensorDescriptor", "cudnnSetTensor4dDescriptor", "cudnnDestroyTensorDescriptor",
            "cudnnCreateFilterDescriptor", "cudnnSetFilter4dDescriptor", "cudnnDestroyFilterDescriptor",
            "cudnnCreateConvolutionDescriptor", "cudnnSetConvolution2dDescriptor", "cudnnSetConvolutionGroupCount",
            "cudnnSetConvolutionMathType", "cudnnDestroyConvolutionDescriptor",
            "cudnnGetConvolutionForwardAlgorithm_v7", "cudnnGetConvolutionBackwardDataAlgorithm_v7",
            "cudnnGetConvolutionBackwardFilterAlgorithm_v7",
            "cudnnConvolutionForward", "cudnnConvolutionBackwardData", "cudnnConvolutionBackwardFilter");

    private RequiredSymbols() {}
}
