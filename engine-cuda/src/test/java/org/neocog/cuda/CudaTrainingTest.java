package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.exec.ValidatingObserver;

/** Whole networks, trained from the same seed on both devices. */
class CudaTrainingTest {
    private static final int STEPS = 200;

    private static final int BEGINNING = 20;

    /**
     * How far a loss may be from the CPU's, relative to the first loss, in the first steps and later. The rounding of sums
     * differs, and a network with ReLU and max pooling makes more of it from step to step: two orders of summation on one
     * device come to be as far apart as two devices.
     */
    private static final double AT_FIRST = 1e-5;

    private static final double LATER = 1e-2;

    /** The same for the mean over as many steps as the beginning has. */
    private static final double IN_THE_MEAN = 2e-3;

    /** System property that says whether the CPU uses machine code of its own, read when a device is opened. */
    private static final String MACHINE_CODE = "neocog.code";

    private static final DeviceOptions OWN_CONVOLUTION =
            DeviceOptions.defaults().withConvolution(ConvolutionMethod.IM2COL);

    @ParameterizedTest
    @CsvSource({"lenet5, 32", "mnist-cnn, 8"})
    void learnsWhatTheCpuLearnsStepByStep(String name, int batch) {
        try (Device cpu = plainCpu();
                Device cuda = CudaUnderTest.open(OWN_CONVOLUTION);
                TrainedNet wanted = new TrainedNet(cpu, name, batch);
                TrainedNet found = new TrainedNet(cuda, name, batch)) {
            float[] expected = wanted.losses(STEPS);
            float[] losses = found.losses(STEPS);
            for (int i = 0; i < STEPS; i++) {
                double tolerance = i < BEGINNING ? AT_FIRST : LATER;
                assertEquals(expected[i], losses[i], tolerance * expected[0], "the loss of step " + (i + 1));
            }
            for (int i = 0; i < STEPS; i += BEGINNING) {
                assertEquals(mean(expected, i), mean(losses, i), IN_THE_MEAN * expected[0], "the losses from step " + (i + 1));
            }
            assertTrue(expected[STEPS - 1] < expected[0] / 2, "it did not learn");
            assertEquals(wanted.accuracy(), found.accuracy(), 0.3, "per cent of the digits held out");
        }
    }

    /**
     * The CPU without machine code of its own. With it, sums have other orders again, and in 200 steps of {@code mnist-cnn} the
     * CPU's losses come to be further apart from each other (0.037 of the first) than the plain CPU's and a GPU's (0.003).
     */
    private static Device plainCpu() {
        String before = System.getProperty(MACHINE_CODE);
        System.setProperty(MACHINE_CODE, "java");
        try {
            return Devices.open("cpu", OWN_CONVOLUTION);
        } finally {
            if (before == null) {
                System.clearProperty(MACHINE_CODE);
            } else {
                System.setProperty(MACHINE_CODE, before);
            }
        }
    }

    private static double mean(float[] losses, int from) {
        double sum = 0;
        for (int i = from; i < from + BEGINNING; i++) {
            sum += losses[i];
        }
        return sum / BEGINNING;
    }

    @Test
    void givesTheSameBitsAgain() {
        try (Device cuda = CudaUnderTest.open(OWN_CONVOLUTION.withDeterministic(true))) {
            float[][] weights = new float[2][];
            for (int run = 0; run < 2; run++) {
                try (TrainedNet net = new TrainedNet(cuda, "lenet5", 16)) {
                    net.losses(20);
                    weights[run] = net.variable("conv1.weight");
                }
            }
            assertArrayEquals(weights[0], weights[1]);
        }
    }

    @Test
    void everyStepOfTrainingAgreesWithTheCpu() {
        try (Device cpu = Devices.open("cpu", DeviceOptions.defaults());
                Device cuda = CudaUnderTest.open(OWN_CONVOLUTION);
                TrainedNet net = new TrainedNet(cuda, "mnist-cnn", 4);
                ValidatingObserver observer = new ValidatingObserver(cuda, cpu, 1e-4)) {
            net.step(observer);
            net.step(observer);
        }
    }
}
