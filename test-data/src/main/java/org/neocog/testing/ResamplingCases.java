package org.neocog.testing;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.AdaptiveAvgPool2dGrad;
import org.neocog.graph.Axis;
import org.neocog.graph.BedOfNails;
import org.neocog.graph.BedOfNailsGrad;
import org.neocog.graph.MaxUnpool2d;
import org.neocog.graph.MaxUnpool2dGrad;
import org.neocog.graph.NearestUnpool;
import org.neocog.graph.NearestUnpoolGrad;
import org.neocog.graph.PoolGeometry;
import org.neocog.graph.ResamplingOp;
import org.neocog.graph.Window;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Images made smaller and larger, each with its gradient as an operation of its own. */
final class ResamplingCases {
    private final List<OpCase> cases = new ArrayList<>();

    private ResamplingCases() {}

    static List<OpCase> all() {
        ResamplingCases resamplings = new ResamplingCases();
        resamplings.adaptive(Shape.of(3, 5, 7, 7), 1, 1);
        resamplings.adaptive(Shape.of(2, 3, 1, 1), 1, 1);
        resamplings.adaptive(Shape.of(9, 33, 5, 3), 1, 1);
        resamplings.adaptive(Shape.of(2, 2, 67, 71), 1, 1);
        resamplings.adaptive(Shape.of(1, 3, 13, 11), 6, 6);
        resamplings.adaptive(Shape.of(2, 3, 7, 5), 7, 5);
        resamplings.adaptive(Shape.of(2, 3, 4, 5), 7, 3);
        resamplings.adaptive(Shape.of(1, 2, 1, 1), 3, 4);
        resamplings.adaptive(Shape.of(2, 2, 10, 9), 1, 4);
        resamplings.adaptive(Shape.of(40, 16, 8, 8), 2, 4);
        resamplings.enlarge(Shape.of(3, 5, 4, 7), 2, 2);
        resamplings.enlarge(Shape.of(1, 1, 1, 1), 1, 1);
        resamplings.enlarge(Shape.of(2, 3, 5, 1), 3, 1);
        resamplings.enlarge(Shape.of(2, 3, 1, 5), 1, 4);
        resamplings.enlarge(Shape.of(1, 2, 7, 11), 5, 3);
        resamplings.enlarge(Shape.of(40, 16, 4, 4), 2, 2);
        resamplings.unpool("2x2", Shape.of(3, 5, 8, 6), Windows.of(2, 2, 0));
        resamplings.unpool("overlapping", Shape.of(2, 3, 9, 7), Windows.of(3, 2, 1));
        resamplings.unpool("partial", Shape.of(2, 3, 7, 9), Windows.partial(Axis.of(2, 2, 0), Axis.of(3, 2, 0)));
        resamplings.unpool("dilation", Shape.of(2, 2, 9, 10), Windows.of(new Axis(3, 2, 0, 0, 2), new Axis(2, 1, 0, 0, 3)));
        resamplings.unpool("many-planes", Shape.of(17, 31, 4, 4), Windows.of(2, 2, 0));
        resamplings.lecture();
        return resamplings.cases;
    }

    private void enlarge(Shape x, int height, int width) {
        String name = x + "-by-" + height + "x" + width;
        CaseInput small = CaseInput.linear(TensorSpec.f32(x));
        CaseInput large = CaseInput.linear(TensorSpec.f32(x.dim(0), x.dim(1), x.dim(2) * height, x.dim(3) * width));
        cases.add(OpCase.of(name, new NearestUnpool(height, width), Tolerances.EXACT, small));
        cases.add(OpCase.of(name, new NearestUnpoolGrad(height, width), Tolerances.ELEMENTWISE, large));
        cases.add(OpCase.of(name, new BedOfNails(height, width), Tolerances.EXACT, small));
        cases.add(OpCase.of(name, new BedOfNailsGrad(height, width), Tolerances.EXACT, large));
    }

    private void unpool(String name, Shape x, Window window) {
        CaseInput pooled = CaseInput.plain(TensorSpec.f32(x), Values.distinct());
        CaseInput values = CaseInput.linear(TensorSpec.f32(PoolGeometry.of(x, window).y(x)));
        cases.add(OpCase.of(name, new MaxUnpool2d(window), Tolerances.ELEMENTWISE, pooled, values));
        cases.add(OpCase.of(
                name, new MaxUnpool2dGrad(window), Tolerances.EXACT, pooled, CaseInput.linear(TensorSpec.f32(x))));
    }

    /** CS231n's unpooling: the same four values nearest-neighbour, on a bed of nails and at the places of a max pooling. */
    private void lecture() {
        HostTensor pooled = Tensors.image(4, 4,
                1, 2, 6, 3,
                3, 5, 2, 1,
                1, 2, 2, 1,
                7, 3, 4, 8);
        HostTensor values = Tensors.image(2, 2, 1, 2, 3, 4);
        HostTensor places = Tensors.image(4, 4,
                0, 0, 2, 0,
                0, 1, 0, 0,
                0, 0, 0, 0,
                3, 0, 0, 4);
        Window two = Windows.of(2, 2, 0);
        worked(new MaxUnpool2d(two), places, pooled, values);
        worked(new MaxUnpool2dGrad(two), values, pooled, places);
        HostTensor blocks = Tensors.image(4, 4, 1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
        worked(new NearestUnpool(2, 2), blocks, values);
        worked(new NearestUnpoolGrad(2, 2), Tensors.image(2, 2, 4, 8, 12, 16), blocks);
        HostTensor nails = Tensors.image(4, 4, 1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0);
        worked(new BedOfNails(2, 2), nails, values);
        worked(new BedOfNailsGrad(2, 2), values, blocks);
    }

    private void worked(ResamplingOp op, HostTensor output, HostTensor... inputs) {
        cases.add(OpCase.golden("lecture-unpooling", op, Tolerances.EXACT, List.of(inputs), Golden.output(output)));
    }

    private void adaptive(Shape x, int height, int width) {
        String name = x + "-to-" + height + "x" + width;
        cases.add(OpCase.of(
                name, new AdaptiveAvgPool2d(height, width), Tolerances.SUM, CaseInput.linear(TensorSpec.f32(x))));
        cases.add(OpCase.of(name, new AdaptiveAvgPool2dGrad(x), Tolerances.ELEMENTWISE,
                CaseInput.linear(TensorSpec.f32(x.dim(0), x.dim(1), height, width))));
    }
}
