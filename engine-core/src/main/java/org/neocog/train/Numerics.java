package org.neocog.train;

import java.util.Objects;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Precision;

/**
 * The choices about a device that decide a step's last bits. A run keeps them from its start to its end, on whichever device.
 *
 * @param convolution how to convolve
 * @param precision of a GPU's matrix products and convolutions
 * @param deterministic whether a GPU uses only algorithms that give the same bits in every run
 */
public record Numerics(ConvolutionMethod convolution, Precision precision, boolean deterministic) {
    public Numerics {
        Objects.requireNonNull(convolution);
        Objects.requireNonNull(precision);
    }

    /** What a device does unless told otherwise. */
    public static Numerics defaults() {
        return of(DeviceOptions.defaults());
    }

    public static Numerics of(DeviceOptions options) {
        return new Numerics(options.convolution(), options.precision(), options.deterministic());
    }

    /** All that a device is opened with. */
    public DeviceOptions withThreads(int threads) {
        return new DeviceOptions(threads, convolution, precision, deterministic);
    }
}
