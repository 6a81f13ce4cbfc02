package org.neocog.device;

/** How a GPU convolves. The CPU has one way and takes no notice. */
public enum ConvolutionMethod {
    /** The vendor's library for every convolution that it can do, the engine's own way for the rest. */
    AUTO,
    /** The engine's own: window elements laid out as a matrix, and a matrix product. */
    IM2COL,
    /** The vendor's library (cuDNN); an error where it is missing or cannot do a convolution. */
    CUDNN
}
