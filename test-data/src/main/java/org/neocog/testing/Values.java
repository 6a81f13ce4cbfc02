package org.neocog.testing;

import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/** Makes the numbers of an input; the same for the same stream. */
@FunctionalInterface
interface Values {
    HostTensor generate(TensorSpec spec, RandomStream stream);

    /** Uniform in [low, high). */
    static Values uniform(float low, float high) {
        return (spec, stream) -> {
            float[] data = new float[spec.elements()];
            stream.uniform(data, low, high);
            return HostTensor.of(spec.shape(), data);
        };
    }

    /** Of either sign and at least {@code gap} from 0, at most 1: away from a kink at 0. */
    static Values awayFromZero(float gap) {
        return (spec, stream) -> {
            float[] data = new float[spec.elements()];
            stream.uniform(data, -1, 1);
            for (int i = 0; i < data.length; i++) {
                data[i] = data[i] * (1 - gap) + Math.copySign(gap, data[i]);
            }
            return HostTensor.of(spec.shape(), data);
        };
    }

    /** Between -1 and 1, no two alike: no window has a tie for its largest element. */
    static Values distinct() {
        return (spec, stream) -> {
            int[] order = stream.permutation(spec.elements());
            float[] data = new float[order.length];
            for (int i = 0; i < data.length; i++) {
                data[i] = (2 * order[i] + 1f) / data.length - 1;
            }
            return HostTensor.of(spec.shape(), data);
        };
    }

    /** Whole multiples of {@code step} between -6 and 6 steps: many ties. */
    static Values multiples(float step) {
        return (spec, stream) -> {
            float[] data = new float[spec.elements()];
            stream.uniform(data, -6.5f, 6.5f);
            for (int i = 0; i < data.length; i++) {
                data[i] = Math.round(data[i]) * step;
            }
            return HostTensor.of(spec.shape(), data);
        };
    }

    /** Class labels from 0 to classes-1. */
    static Values labels(int classes) {
        return (spec, stream) -> {
            float[] uniform = new float[spec.elements()];
            stream.uniform(uniform, 0, 1);
            int[] data = new int[uniform.length];
            for (int i = 0; i < data.length; i++) {
                data[i] = Math.min(classes - 1, (int) (uniform[i] * classes));
            }
            return HostTensor.of(spec.shape(), data);
        };
    }

    static Values given(HostTensor value) {
        return (spec, stream) -> value;
    }
}
