package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neocog.device.DeviceBuffer;
import org.neocog.graph.BatchMoments;
import org.neocog.graph.BatchNormSums;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.BatchNormTrainingGrad;
import org.neocog.graph.NormalizationOp;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Planes of awkward sizes, with a mean of 100,000 standard deviations, beside the definitions in double precision. */
abstract class BatchNormContract {
    private static final float EPSILON = 1e-5f;
    private static final int CHANNELS = 19;

    abstract Optional<VectorCode> code();

    static Stream<Shape> shapes() {
        return IntStream.of(1, 15, 16, 17, 49, 64, 65, 511, 512, 513, 1025)
                .boxed()
                .flatMap(inner -> Stream.of(1, 3).map(batch -> Shape.of(batch, CHANNELS, inner)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void momentsAreThoseOfTwoPassesInDoublePrecision(Shape shape) {
        float[] x = values(shape, 1000, 0.01f);
        float[] found = run(2, new BatchMoments(), shape, Shape.of(2, CHANNELS), -1, x);
        int n = x.length / CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            double mean = channel(shape, c).mapToDouble(i -> x[i]).sum() / n;
            double variance = channel(shape, c).mapToDouble(i -> (x[i] - mean) * (x[i] - mean)).sum() / n;
            assertEquals(mean, found[c], 1e-7 * mean);
            assertEquals(variance, found[CHANNELS + c], 1e-7 * variance);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void sumsAreThoseInDoublePrecision(Shape shape) {
        float[] x = values(shape, 1000, 0.01f);
        float[] dy = values(shape, 1, 2);
        float[] moments = moments(1000, 1e-4f);
        float[] found = run(2, new BatchNormSums(EPSILON), shape, Shape.of(2, CHANNELS), -1, x, moments, dy);
        for (int c = 0; c < CHANNELS; c++) {
            double mean = moments[c];
            double root = Math.sqrt((double) moments[CHANNELS + c] + EPSILON);
            double products = channel(shape, c).mapToDouble(i -> dy[i] * (x[i] - mean) / root).sum();
            double sizes = channel(shape, c).mapToDouble(i -> Math.abs(dy[i] * (x[i] - mean) / root)).sum();
            double total = channel(shape, c).mapToDouble(i -> dy[i]).sum();
            assertEquals(products, found[c], 1e-7 * sizes);
            assertEquals(total, found[CHANNELS + c], 1e-7 * Math.abs(total));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void outputIsNormalizedWhereverItLies(Shape shape) {
        float[] x = values(shape, 1000, 0.01f);
        float[] moments = moments(1000, 1e-4f);
        float[] weight = values(Shape.of(CHANNELS), 1, 0.2f);
        float[] bias = values(Shape.of(CHANNELS), 0, 1);
        float[] found = run(2, new BatchNormTraining(EPSILON), shape, shape, -1, x, moments, weight, bias);
        for (int i = 0; i < x.length; i++) {
            int c = channelOf(shape, i);
            double root = Math.sqrt((double) moments[CHANNELS + c] + EPSILON);
            double scaled = ((double) x[i] - moments[c]) / root * weight[c];
            assertEquals(scaled + bias[c], found[i], 5e-7 * (Math.abs(scaled) + Math.abs(bias[c])));
        }
        assertArrayEquals(found, run(1, new BatchNormTraining(EPSILON), shape, shape, 0, x, moments, weight, bias));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gradientIsThatOfTheFormulaWhereverItLies(Shape shape) {
        float[] x = values(shape, 1000, 0.01f);
        float[] dy = values(shape, 1, 2);
        float[] moments = moments(1000, 1e-4f);
        float[] weight = values(Shape.of(CHANNELS), 1, 0.2f);
        float[] sums = values(Shape.of(2, CHANNELS), 0, 3);
        BatchNormTrainingGrad op = new BatchNormTrainingGrad(EPSILON);
        float[] found = run(2, op, shape, shape, -1, x, moments, weight, dy, sums);
        double n = x.length / CHANNELS;
        for (int i = 0; i < x.length; i++) {
            int c = channelOf(shape, i);
            double root = Math.sqrt((double) moments[CHANNELS + c] + EPSILON);
            double tilt = ((double) x[i] - moments[c]) / root * sums[c] / n;
            double slope = sums[CHANNELS + c] / n;
            double size = Math.abs(dy[i]) + Math.abs(slope) + Math.abs(tilt);
            assertEquals(weight[c] / root * (dy[i] - slope - tilt), found[i], 5e-7 * weight[c] / root * size);
        }
        for (int place : new int[] {0, 3}) {
            assertArrayEquals(found, run(1, op, shape, shape, place, x, moments, weight, dy, sums));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void anyNumberOfThreadsGivesTheSameBits(Shape shape) {
        float[] x = values(shape, 1, 1);
        float[] dy = values(shape, 0, 1);
        Shape pairs = Shape.of(2, CHANNELS);
        float[] moments = run(1, new BatchMoments(), shape, pairs, -1, x);
        float[] sums = run(1, new BatchNormSums(EPSILON), shape, pairs, -1, x, moments, dy);
        for (int threads = 2; threads < 5; threads++) {
            assertArrayEquals(moments, run(threads, new BatchMoments(), shape, pairs, -1, x));
            assertArrayEquals(sums, run(threads, new BatchNormSums(EPSILON), shape, pairs, -1, x, moments, dy));
        }
    }

    /**
     * Launches a kernel on stretches of one array, as a plan does.
     *
     * @param place the number of the input whose place the output takes, or -1
     */
    private float[] run(int threads, NormalizationOp op, Shape x, Shape out, int place, float[]... inputs) {
        int length = Arrays.stream(inputs).mapToInt(i -> aligned(i.length)).sum();
        CpuBuffer arena = new CpuBuffer(TensorSpec.f32(length + out.elements()), new AtomicLong());
        DeviceBuffer[] places = new DeviceBuffer[inputs.length];
        int at = 0;
        for (int i = 0; i < inputs.length; i++) {
            System.arraycopy(inputs[i], 0, arena.floats(), arena.offset() + at, inputs[i].length);
            places[i] = slice(arena, at, inputs[i].length);
            at += aligned(inputs[i].length);
        }
        CpuBuffer output = (CpuBuffer) (place < 0 ? slice(arena, length, out.elements()) : places[place]);
        try (WorkerPool pool = new WorkerPool(threads)) {
            CpuKernel kernel = NormalizationKernels.of(pool, new WorkerScratch(threads), code(), op, x);
            int workspace = Math.toIntExact(Math.max(4, kernel.workspaceBytes()) / Float.BYTES);
            kernel.launch(List.of(places), output, new CpuBuffer(TensorSpec.f32(workspace), new AtomicLong()));
        }
        return Arrays.copyOfRange(arena.floats(), output.offset(), output.offset() + out.elements());
    }

    private static int aligned(int elements) {
        return Math.ceilDiv(elements, 16) * 16;
    }

    private static DeviceBuffer slice(CpuBuffer arena, int from, int elements) {
        return arena.slice((long) from * Float.BYTES, TensorSpec.f32(elements));
    }

    private static float[] values(Shape shape, float mean, float deviation) {
        float[] values = new float[shape.elements()];
        RandomStream.named(11, "values of mean " + mean).normal(values, deviation);
        for (int i = 0; i < values.length; i++) {
            values[i] += mean;
        }
        return values;
    }

    /** About that mean and variance, another for each channel. */
    private static float[] moments(float mean, float variance) {
        float[] moments = new float[2 * CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            moments[c] = mean + c * 1e-3f;
            moments[CHANNELS + c] = variance * (1 + c);
        }
        return moments;
    }

    private static int channelOf(Shape shape, int i) {
        return i / shape.dim(2) % CHANNELS;
    }

    private static IntStream channel(Shape shape, int channel) {
        return IntStream.range(0, shape.elements()).filter(i -> channelOf(shape, i) == channel);
    }
}
