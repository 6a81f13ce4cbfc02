package org.neocog.testing;

import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.RoiAlign;
import org.neocog.graph.RoiAlignGrad;
import org.neocog.graph.RoiMaxPool;
import org.neocog.graph.RoiMaxPoolGrad;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Regions of feature maps: some reach outside, some are inside out, some are of another image than all of these. */
final class RoiCases {
    private final List<OpCase> cases = new ArrayList<>();

    private RoiCases() {}

    static List<OpCase> all() {
        RoiCases roi = new RoiCases();
        roi.both("one-pixel", Shape.of(1, 1, 1, 1), 3, 1, 1, 1);
        roi.both("usual", Shape.of(2, 5, 13, 9), 11, 7, 7, 0.25f);
        roi.both("ugly", Shape.of(3, 37, 7, 11), 5, 2, 3, 0.5f);
        roi.both("small-regions", Shape.of(1, 3, 23, 31), 17, 5, 4, 0.0625f);
        roi.both("one-column", Shape.of(2, 2, 17, 1), 6, 3, 3, 1);
        roi.ties();
        roi.golden();
        roi.special();
        return roi.cases;
    }

    /**
     * Corners from a third outside to a third outside; one in ten regions is of no image. Corners are off round numbers, so that
     * no sample lies just where the outside begins, and is in for one device and out for another by rounding.
     */
    private static Values regions(Shape features, float scale) {
        return (spec, stream) -> {
            float[] data = new float[spec.elements()];
            stream.uniform(data, 0, 1);
            for (int i = 0; i < data.length; i++) {
                float size = features.dim(i % 5 % 2 == 0 ? 2 : 3) / scale;
                data[i] = i % 5 == 0
                        ? (float) Math.floor(data[i] * 1.1 * features.dim(0))
                        : Math.round((data[i] * 5 / 3 - 1 / 3f) * size * 4) / 4f + 0.0271f * (i % 5);
            }
            for (int i = 0; i < data.length; i += 15) {
                data[i + 3] = data[i + 1] + Math.abs(data[i + 3] - data[i + 1]);
                data[i + 4] = data[i + 2] + Math.abs(data[i + 4] - data[i + 2]);
            }
            return HostTensor.of(spec.shape(), data);
        };
    }

    private void both(String name, Shape features, int regions, int outHeight, int outWidth, float scale) {
        CaseInput boxes = CaseInput.plain(TensorSpec.f32(regions, 5), regions(features, scale));
        TensorSpec x = TensorSpec.f32(features);
        TensorSpec y = TensorSpec.f32(regions, features.dim(1), outHeight, outWidth);
        CaseInput dy = CaseInput.plain(y, Values.uniform(-1, 1));
        cases.add(OpCase.of(name, new RoiMaxPool(outHeight, outWidth, scale), Tolerances.EXACT,
                CaseInput.plain(x, Values.distinct()), boxes));
        cases.add(OpCase.of(name, new RoiMaxPoolGrad(outHeight, outWidth, scale), Tolerances.SUM,
                CaseInput.plain(x, Values.distinct()), boxes, dy));
        for (int ratio : new int[] {0, 1, 3}) {
            for (boolean aligned : new boolean[] {false, true}) {
                RoiAlign align = new RoiAlign(outHeight, outWidth, scale, ratio, aligned);
                String full = name + "-ratio-" + ratio + (aligned ? "-aligned" : "");
                cases.add(OpCase.of(full, align, Tolerances.SUM, CaseInput.plain(x, Values.uniform(-1, 1)), boxes));
                cases.add(OpCase.of(full, new RoiAlignGrad(align, features), Tolerances.SUM, boxes, dy));
            }
        }
        adjoint(name, features, x, outHeight, outWidth, scale);
    }

    /** All regions are of an image, so that nothing is NaN: both operations are linear where no winner changes. */
    private void adjoint(String name, Shape features, TensorSpec x, int outHeight, int outWidth, float scale) {
        float right = features.dim(3) / scale;
        float bottom = features.dim(2) / scale;
        HostTensor inside = Tensors.matrix(3,
                0, 0, 0, right, bottom, features.dim(0) - 1, right / 4, -bottom / 4, right / 2, bottom * 2, 0, right / 2,
                bottom / 2, right / 2, bottom / 2);
        CaseInput boxes = CaseInput.given(inside);
        TensorSpec y = TensorSpec.f32(3, features.dim(1), outHeight, outWidth);
        RoiAlign align = new RoiAlign(outHeight, outWidth, scale, 2, true);
        cases.add(OpCase.of(name + "-adjoint", new RoiMaxPool(outHeight, outWidth, scale), Tolerances.EXACT,
                CaseInput.linear(x, Values.distinct()), boxes));
        cases.add(OpCase.of(name + "-adjoint", align, Tolerances.SUM, CaseInput.linear(x), boxes));
        cases.add(OpCase.of(name + "-adjoint", new RoiAlignGrad(align, features), Tolerances.SUM, boxes, CaseInput.linear(y)));
    }

    private void ties() {
        Shape features = Shape.of(2, 3, 9, 7);
        CaseInput boxes = CaseInput.plain(TensorSpec.f32(7, 5), regions(features, 1));
        CaseInput x = CaseInput.plain(TensorSpec.f32(features), Values.multiples(0.5f));
        cases.add(OpCase.of("ties", new RoiMaxPool(3, 2, 1), Tolerances.EXACT, x, boxes));
        cases.add(OpCase.of("ties", new RoiMaxPoolGrad(3, 2, 1), Tolerances.SUM, x, boxes,
                CaseInput.plain(TensorSpec.f32(7, 3, 3, 2), Values.uniform(-1, 1))));
    }

    private void golden() {
        golden("max", "max", new RoiMaxPool(3, 2, 0.5f));
        golden("max-whole", "max-whole", new RoiMaxPool(2, 2, 1));
        golden("align", "align", new RoiAlign(3, 2, 0.5f, 2, false));
        golden("align-adaptive", "align-adaptive", new RoiAlign(2, 3, 0.25f, 0, false));
        golden("align-aligned", "align-aligned", new RoiAlign(3, 3, 0.5f, 0, true));
        golden("align-aligned-ratio", "align-aligned-ratio", new RoiAlign(2, 2, 1, 3, true));
    }

    private void golden(String name, String key, ComputeOp op) {
        GoldenFile file = GoldenFile.load("roi");
        HostTensor x = file.tensor(key, "x");
        HostTensor boxes = file.tensor(key, "regions");
        HostTensor dy = file.tensor(key, "dy");
        cases.add(OpCase.golden("torchvision-" + name, op, Tolerances.ELEMENTWISE, List.of(x, boxes),
                Golden.output(file.tensor(key, "y"))));
        cases.add(op instanceof RoiAlign align
                ? gradient(name, new RoiAlignGrad(align, x.shape()), List.of(boxes, dy), file.tensor(key, "dx"))
                : gradient(name, grad((RoiMaxPool) op), List.of(x, boxes, dy), file.tensor(key, "dx")));
    }

    private static RoiMaxPoolGrad grad(RoiMaxPool pool) {
        return new RoiMaxPoolGrad(pool.outHeight(), pool.outWidth(), pool.spatialScale());
    }

    private static OpCase gradient(String name, ComputeOp op, List<HostTensor> inputs, HostTensor dx) {
        return OpCase.golden("torchvision-" + name, op, Tolerances.ELEMENTWISE, inputs, Golden.output(dx));
    }

    /** One image of 2 x 2; the regions: all of it, no image twice, no number, infinity, 2^24 pixels away, nothing of it. */
    private void special() {
        HostTensor x = Tensors.image(2, 2, 1, 2, 3, NaN);
        HostTensor numbers = Tensors.image(2, 2, 1, 2, 3, 5);
        HostTensor boxes = Tensors.matrix(8,
                0, 0, 0, 1, 1, -1, 0, 0, 1, 1, 1, 0, 0, 1, 1, NaN, 0, 0, 1, 1, 0, NaN, 0, 1, 1,
                0, 0, POSITIVE_INFINITY, 1, 1, 0, 0, 0, 1 << 24, 1, 0, 8, 8, 9, 9);
        HostTensor dy = Tensors.f32(Shape.of(8, 1, 1, 1), 1, 2, 3, 4, 5, 6, 7, 8);
        RoiMaxPool max = new RoiMaxPool(1, 1, 1);
        RoiAlign align = new RoiAlign(1, 1, 1, 1, false);
        special("odd-regions", max, List.of(x, boxes), NaN, NaN, NaN, NaN, NaN, NaN, NaN, 0);
        special("odd-regions", grad(max), List.of(x, boxes, dy), 0, 0, 0, 1);
        special("odd-regions", align, List.of(numbers, boxes), 2.75f, NaN, NaN, NaN, NaN, NaN, NaN, 0);
        special("nan", align, List.of(x, boxes), NaN, NaN, NaN, NaN, NaN, NaN, NaN, 0);
        special("odd-regions", new RoiAlignGrad(align, x.shape()), List.of(boxes, dy), 0.25f, 0.25f, 0.25f, 0.25f);
        special("nan-of-another-pixel", align,
                List.of(x, Tensors.matrix(1, 0, -0.5f, -0.5f, 0.5f, 0.5f)), 1);
        // 2 million samples along each axis, of which those at -0.5, 0.5 and 1.5 are inside.
        special("large", new RoiAlign(1, 1, 1, 0, false),
                List.of(Tensors.image(2, 2, 1, 1, 1, 1), Tensors.matrix(1, 0, -1e6f, -1e6f, 1e6f, 1e6f)), 9 / 4e12f);
        special("as-large-as-can-be", max,
                List.of(numbers, Tensors.matrix(1, 0, -16777215, -16777215, 16777215, 16777215)), 5);
    }

    private void special(String name, ComputeOp op, List<HostTensor> inputs, float... output) {
        cases.add(OpCase.special(name, op, Tolerances.ELEMENTWISE, inputs, output));
    }
}
