package org.neocog.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;
import org.neocog.checkpoint.Checkpoint;
import org.neocog.data.ByteDataset;
import org.neocog.data.Dataset;
import org.neocog.data.Normalization;
import org.neocog.data.Splits;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.exec.ValidatingObserver;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.Recipe;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;
import org.neocog.train.DataConfig;
import org.neocog.train.RunFolder;
import org.neocog.train.StepMetrics;
import org.neocog.train.TrainConfig;
import org.neocog.train.TrainListener;
import org.neocog.train.TrainStart;
import org.neocog.train.Trainer;
import org.neocog.train.TrainingData;
import org.neocog.train.TrainingOptions;

/** What training promises on the CPU holds on the GPU too: a lost device leaves a good checkpoint, and resuming the bits. */
class CudaTrainerTest {
    private static final DeviceOptions OPTIONS =
            DeviceOptions.defaults().withConvolution(ConvolutionMethod.IM2COL).withDeterministic(true);
    private static final Normalization NORMALIZATION = new Normalization(List.of(0.4), List.of(0.3));
    private static final Model MODEL = Models.parse("""
            input 1x6x6
            conv 4 3x3 pad=same
            relu
            maxpool 2x2
            fc 8
            relu
            dropout 0.5
            fc 3
            softmax
            """, "tiny");

    private static Dataset examples(int count, String part) {
        int[] classes = IntStream.range(0, count).map(i -> i * 5 % 3).toArray();
        float[] noise = new float[count * 36];
        RandomStream.named(7, part).uniform(noise, 0, 200);
        byte[] pixels = new byte[noise.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (int) (noise[i] + (i % 36 / 12 == classes[i / 36] ? 55 : 0));
        }
        return new ByteDataset(Shape.of(1, 6, 6), pixels, classes, List.of("top", "middle", "bottom"));
    }

    private static Trainer trainer(Device device, Path folder, int batch) {
        return trainer(device, folder, batch, 2, TrainListener.none());
    }

    /** Whatever can be done beside the recipe, at once. */
    private static TrainingOptions everything() {
        return TrainingOptions.none()
                .withClipping(0.5, 0.2)
                .withAveraging(0.8)
                .withLabelSmoothing(0.1)
                .withMixup(0.4)
                .withFreeze(List.of("conv1.bias"));
    }

    private static Trainer trainer(
            Device device, Path folder, int batch, int checkpointSteps, TrainListener listener) {
        return trainer(device, folder, batch, checkpointSteps, listener, TrainingOptions.none());
    }

    private static Trainer trainer(
            Device device, Path folder, int batch, int checkpointSteps, TrainListener listener, TrainingOptions options) {
        Splits data = TrainingData.normalized(new Splits(examples(23, "train"), examples(7, "validation")), NORMALIZATION);
        TrainConfig config = new TrainConfig(
                MODEL.name(), MODEL.description(), new DataConfig("synthetic", 0, NORMALIZATION, data.train().labels()),
                new Recipe("adam", 0.02, "constant", 1e-3, batch, 3), 42, "cuda", 0, checkpointSteps)
                .withTraining(options);
        return new Trainer(device, MODEL, data, config, new RunFolder(folder), listener);
    }

    @Test
    void aRunThatLostItsDeviceIsResumedToTheSameBits(@TempDir Path folder) {
        loseTheDeviceAndResume(folder, TrainingOptions.none());
    }

    @Test
    void soIsOneWithMixupAveragesAndClipping(@TempDir Path folder) {
        loseTheDeviceAndResume(folder, everything());
    }

    private static void loseTheDeviceAndResume(Path folder, TrainingOptions options) {
        SimulatedCuda cuda = CudaUnderTest.simulated();
        try (Device device = CudaUnderTest.open(OPTIONS)) {
            trainer(device, folder.resolve("whole"), 5, 2, TrainListener.none(), options).run();
        }
        try (Device device = CudaUnderTest.open(OPTIONS)) {
            cuda.loseDevice(300);
            Trainer trainer = trainer(device, folder.resolve("cut"), 5, 2, TrainListener.none(), options);
            NeocogException e = assertThrows(NeocogException.class, trainer::run);
            assertTrue(e.getMessage().startsWith("cuda:0 failed while "), e.getMessage());
        }
        try (Device device = CudaUnderTest.open(OPTIONS)) {
            trainer(device, folder.resolve("cut"), 5, 2, TrainListener.none(), options).resume();
        }
        Checkpoint whole = new RunFolder(folder.resolve("whole")).checkpoints().loadLast();
        Checkpoint cut = new RunFolder(folder.resolve("cut")).checkpoints().loadLast();
        assertEquals(whole.tensors().keySet(), cut.tensors().keySet());
        whole.tensors().forEach((name, tensor) ->
                assertArrayEquals(tensor.floats(), cut.tensors().get(name).floats(), name));
    }

    @Test
    void everyStepOfARunAgreesWithTheCpu(@TempDir Path folder) {
        validate(folder.resolve("plain"), TrainingOptions.none());
        validate(folder.resolve("everything"), everything());
    }

    private static void validate(Path folder, TrainingOptions options) {
        try (Device device = CudaUnderTest.open(OPTIONS);
                Device cpu = Devices.open("cpu", DeviceOptions.defaults());
                ValidatingObserver observer = new ValidatingObserver(device, cpu, 1e-5)) {
            Trainer trainer = trainer(device, folder, 5, 2, TrainListener.none(), options);
            trainer.observe(observer);
            assertEquals(15, trainer.run().steps());
        }
    }

    /** The 23 steps of the first epoch: two histories are read after 16 steps and at the end. */
    @Test
    void aTrainingWaitsForItsLossesOnceInSixteenSteps(@TempDir Path folder) {
        SimulatedCuda cuda = CudaUnderTest.simulated();
        List<Long> waits = new ArrayList<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void start(TrainStart start) {
                waits.add(cuda.synchronizations());
            }

            @Override
            public void step(StepMetrics metrics) {
                waits.add(cuda.synchronizations());
            }
        };
        try (Device device = CudaUnderTest.open(OPTIONS)) {
            trainer(device, folder, 1, 0, listener).run();
        }
        assertEquals(2, waits.get(16) - waits.get(0));
        assertEquals(4, waits.get(23) - waits.get(0));
    }

    @Test
    void saysWhichBatchWouldFit(@TempDir Path folder) {
        SimulatedCuda cuda = CudaUnderTest.simulated();
        try (Device device = CudaUnderTest.open(OPTIONS)) {
            cuda.setMemory(20 << 10);
            Trainer trainer = trainer(device, folder, 20);
            NeocogException e = assertThrows(NeocogException.class, trainer::run);
            assertTrue(e.getMessage().matches("out of memory on cuda:0: .*; use --batch \\d+ or less"), e.getMessage());
        }
    }
}
