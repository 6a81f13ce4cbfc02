package org.neocog.nn;

import java.util.Arrays;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/**
 * The numbers that a parameter begins with. They depend on the stream and the shape alone: not on the device, the number of
 * threads or the other parameters. Fan-in and fan-out follow PyTorch's rule for weights {@code [out, in, kernel...]}.
 */
public sealed interface Initializer {
    /**
     * A new tensor of floats.
     *
     * @throws IllegalArgumentException if the shape does not suit the initialiser
     */
    HostTensor initialize(Shape shape, RandomStream stream);

    /**
     * Normal with standard deviation {@code sqrt(2 / fan)}, for layers before a ReLU (He et al., "Delving deep into
     * rectifiers", 2015; PyTorch's kaiming_normal_).
     */
    record He(FanMode mode) implements Initializer {
        @Override
        public HostTensor initialize(Shape shape, RandomStream stream) {
            return normal(shape, stream, Math.sqrt(2.0 / Fans.of(shape).of(mode)));
        }
    }

    /** Uniform in {@code ±sqrt(6 / fan)}: He's variance without the tails (PyTorch's kaiming_uniform_). */
    record HeUniform(FanMode mode) implements Initializer {
        @Override
        public HostTensor initialize(Shape shape, RandomStream stream) {
            return uniform(shape, stream, Math.sqrt(6.0 / Fans.of(shape).of(mode)));
        }
    }

    /**
     * Normal with standard deviation {@code sqrt(2 / (fanIn + fanOut))} (Glorot and Bengio, "Understanding the difficulty of
     * training deep feedforward neural networks", 2010).
     */
    record XavierNormal() implements Initializer {
        @Override
        public HostTensor initialize(Shape shape, RandomStream stream) {
            Fans fans = Fans.of(shape);
            return normal(shape, stream, Math.sqrt(2.0 / ((double) fans.in() + fans.out())));
        }
    }

    /** Uniform in {@code ±sqrt(6 / (fanIn + fanOut))} (Glorot and Bengio, 2010). */
    record XavierUniform() implements Initializer {
        @Override
        public HostTensor initialize(Shape shape, RandomStream stream) {
            Fans fans = Fans.of(shape);
            return uniform(shape, stream, Math.sqrt(6.0 / ((double) fans.in() + fans.out())));
        }
    }

    /** Normal with mean 0. */
    record Normal(float standardDeviation) implements Initializer {
        public Normal {
            if (!(standardDeviation >= 0) || Float.isInfinite(standardDeviation)) {
                throw new IllegalArgumentException("a standard deviation is at least 0, not " + standardDeviation);
            }
        }

        @Override
        public HostTensor initialize(Shape shape, RandomStream stream) {
            return normal(shape, stream, standardDeviation);
        }
    }

    /** Uniform from {@code low} to {@code high}. */
    record Uniform(float low, float high) implements Initializer {
        public Uniform {
            if (!(low <= high) || !Float.isFinite(high - low)) {
                throw new IllegalArgumentException("not a range: " + low + " to " + high);
            }
        }

        @Override
        public HostTensor initialize(Shape shape, RandomStream stream) {
            float[] values = new float[shape.elements()];
            stream.uniform(values, low, high);
            return HostTensor.of(shape, values);
        }
    }

    /** The same value everywhere: 0 for biases. */
    record Constant(float value) implements Initializer {
        @Override
        public HostTensor initialize(Shape shape, RandomStream stream) {
            float[] values = new float[shape.elements()];
            Arrays.fill(values, value);
            return HostTensor.of(shape, values);
        }
    }

    /** A copy of numbers from elsewhere. */
    record Given(HostTensor values) implements Initializer {
        @Override
        public HostTensor initialize(Shape shape, RandomStream stream) {
            if (!values.shape().equals(shape)) {
                throw new IllegalArgumentException(
                        "the given values have the shape " + values.shape() + ", but the parameter has " + shape);
            }
            return HostTensor.of(shape, values.floats().clone());
        }
    }

    private static HostTensor normal(Shape shape, RandomStream stream, double standardDeviation) {
        float[] values = new float[shape.elements()];
        stream.normal(values, (float) standardDeviation);
        return HostTensor.of(shape, values);
    }

    private static HostTensor uniform(Shape shape, RandomStream stream, double bound) {
        float[] values = new float[shape.elements()];
        stream.uniform(values, (float) -bound, (float) bound);
        return HostTensor.of(shape, values);
    }
}
