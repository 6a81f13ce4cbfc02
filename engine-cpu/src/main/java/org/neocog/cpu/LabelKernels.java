package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.OneHot;
import org.neocog.tensor.Shape;

/** Labels as vectors, and scores against labels. */
final class LabelKernels {
    private LabelKernels() {}

    static CpuKernel oneHot(OneHot op) {
        int classes = op.classes();
        return (inputs, output, _) -> {
            CpuBuffer labels = inputs.at(0);
            float[] ys = output.floats();
            for (int row = 0; row < labels.elements(); row++) {
                int label = labels.ints()[labels.offset() + row];
                int from = output.offset() + row * classes;
                boolean known = label >= 0 && label < classes;
                Arrays.fill(ys, from, from + classes, known ? op.off() : Float.NaN);
                if (known) {
                    ys[from + label] = op.on();
                }
            }
        };
    }

    static CpuKernel countCorrect(Shape scores) {
        int classes = scores.dim(1);
        return (inputs, output, _) -> {
            CpuBuffer s = inputs.at(0);
            CpuBuffer labels = inputs.at(1);
            int correct = 0;
            for (int row = 0; row < scores.dim(0); row++) {
                int best = argmax(s.floats(), s.offset() + row * classes, classes);
                correct += best == labels.ints()[labels.offset() + row] ? 1 : 0;
            }
            output.floats()[output.offset()] = correct;
        };
    }

    /** The first of the largest scores; -2, which is no label, if one is NaN. */
    private static int argmax(float[] scores, int offset, int classes) {
        int best = 0;
        for (int j = 0; j < classes; j++) {
            float value = scores[offset + j];
            if (value != value) {
                return -2;
            }
            if (value > scores[offset + best]) {
                best = j;
            }
        }
        return best;
    }
}
