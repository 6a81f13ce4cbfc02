package org.neocog.device;

/** How a device convolves. */
public enum ConvolutionMethod {
    /**
     * What is fastest: on a GPU the vendor's library for every convolution that it can do, and the engine's own way for the
     * rest; on the CPU Winograd's ways, and oneDNN's convolutions in networks that only predict, where they suit.
     */
    AUTO,
    /** The engine's plain way: window elements laid out as a matrix, and a matrix product. */
    IM2COL,
    /** The vendor's library (cuDNN) of a GPU; an error where it is missing or cannot do a convolution. On the CPU as AUTO. */
    CUDNN
}
