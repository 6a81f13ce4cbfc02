package org.neocog.device;

import java.util.Objects;

/**
 * Choices a user makes about a device.
 *
 * @param threads threads that compute on the CPU; 0 means one for each processor
 * @param convolution how to convolve
 * @param precision of matrix products and convolutions; the CPU takes TF32 for FP32
 * @param deterministic whether a GPU uses only algorithms that give the same bits in every run; the CPU always does
 */
public record DeviceOptions(int threads, ConvolutionMethod convolution, Precision precision, boolean deterministic) {
    public DeviceOptions {
        if (threads < 0) {
            throw new IllegalArgumentException("the number of threads cannot be negative: " + threads);
        }
        Objects.requireNonNull(convolution);
        Objects.requireNonNull(precision);
    }

    /** The defaults but for the number of threads. */
    public DeviceOptions(int threads) {
        this(threads, ConvolutionMethod.AUTO, Precision.FP32, false);
    }

    /** A thread for each processor, the fastest convolution that there is, full precision. */
    public static DeviceOptions defaults() {
        return new DeviceOptions(0);
    }

    public DeviceOptions withThreads(int number) {
        return new DeviceOptions(number, convolution, precision, deterministic);
    }

    public DeviceOptions withConvolution(ConvolutionMethod method) {
        return new DeviceOptions(threads, method, precision, deterministic);
    }

    public DeviceOptions withPrecision(Precision wanted) {
        return new DeviceOptions(threads, convolution, wanted, deterministic);
    }

    public DeviceOptions withDeterministic(boolean only) {
        return new DeviceOptions(threads, convolution, precision, only);
    }
}
