package org.neocog.cli;

import java.util.Optional;
import java.util.OptionalInt;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.device.Precision;
import org.neocog.train.Numerics;
import picocli.CommandLine.Option;

/** {@code --device} of the commands that compute, and the choices about it. */
final class DeviceChoice {
    /** More than any machine has processors; far more would exhaust the system before anything is computed. */
    private static final int MOST_THREADS = 4096;

    @Option(
            names = "--device",
            paramLabel = "ID",
            description = "Where to compute, one of those that 'neocog devices' lists; cpu if not given. A device"
                    + " that cannot serve is an error, never replaced by another.")
    private Optional<String> device = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that compute on the CPU; as many as there are processors if not given. The"
                    + " results do not depend on it.")
    private Optional<Integer> threads = Optional.empty();

    @Option(
            names = "--conv",
            paramLabel = "HOW",
            description = "How to convolve: im2col, plain matrix products on every device; cudnn, on a GPU; or auto, what is"
                    + " fastest: cudnn where it can and is there, on the CPU Winograd's and oneDNN's ways where they suit."
                    + " auto if not given.")
    private Optional<ConvolutionMethod> convolution = Optional.empty();

    @Option(
            names = "--precision",
            paramLabel = "P",
            description = "How exact products are: fp32; tf32, which is several times as fast on a GPU and rounds the factors to"
                    + " 11 bits; or bf16, which predicts on a CPU at twice the speed with weights and layers rounded to 8 bits."
                    + " fp32 if not given.")
    private Optional<Precision> precision = Optional.empty();

    @Option(
            names = "--deterministic",
            description = "Let a GPU use only what gives the same bits in every run, as the CPU always does.")
    private boolean deterministic;

    Optional<String> device() {
        return device;
    }

    OptionalInt threads() {
        return threads.isPresent()
                ? OptionalInt.of(Require.atMost(MOST_THREADS, "--threads", Require.atLeast(1, "--threads", threads.get())))
                : OptionalInt.empty();
    }

    DeviceOptions options() {
        return numerics(Numerics.defaults()).withThreads(threads().orElse(0));
    }

    /** What was chosen of this kind; {@code otherwise} has the rest. */
    Numerics numerics(Numerics otherwise) {
        return new Numerics(
                convolution.orElse(otherwise.convolution()),
                precision.orElse(otherwise.precision()),
                deterministic || otherwise.deterministic());
    }

    /** Opens what was chosen. */
    Device open() {
        return Devices.open(device.orElse("cpu"), options());
    }
}
