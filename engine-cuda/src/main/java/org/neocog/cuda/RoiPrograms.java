package org.neocog.cuda;

import static org.neocog.cuda.Argument.at;
import static org.neocog.cuda.Argument.flag;
import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.real;
import static org.neocog.cuda.Argument.whole;
import static org.neocog.cuda.Argument.workspace;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.RoiAlign;
import org.neocog.graph.RoiAlignGrad;
import org.neocog.graph.RoiMaxPool;
import org.neocog.graph.RoiMaxPoolGrad;
import org.neocog.graph.RoiOp;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Regions of feature maps brought to one size. */
final class RoiPrograms {
    private static final String MAX = "roi_max_pool.cu";
    private static final String ALIGN = "roi_align.cu";

    private final RoiOp op;
    private final Shape features;
    private final Shape pooled;
    private final int regions;

    private RoiPrograms(RoiOp op, Shape features, Shape pooled) {
        this.op = op;
        this.features = features;
        this.pooled = pooled;
        this.regions = pooled.dim(0);
    }

    static Program of(RoiOp op, List<TensorSpec> inputs, Shape output) {
        Shape first = inputs.get(0).shape();
        return switch (op) {
            case RoiMaxPool _ -> new RoiPrograms(op, first, output).max();
            case RoiMaxPoolGrad _ -> new RoiPrograms(op, first, inputs.get(2).shape()).maxGrad();
            case RoiAlign align -> new RoiPrograms(op, first, output).align(align);
            case RoiAlignGrad grad -> new RoiPrograms(op, output, inputs.get(1).shape()).alignGrad(grad.align());
        };
    }

    private Program max() {
        return Program.of(maxCall("neocog_roi_max_pool", pooled, input(0), input(1), output()));
    }

    private Program maxGrad() {
        KernelCall winners = maxCall("neocog_roi_winners", pooled, input(0), input(1), workspace());
        KernelCall gradient =
                maxCall("neocog_roi_max_pool_grad", features, input(1), workspace(), input(2), output());
        return new Program(List.of(winners, gradient), (long) Integer.BYTES * pooled.elements(), "");
    }

    private KernelCall maxCall(String kernel, Shape threads, Argument... tensors) {
        List<Argument> arguments = new ArrayList<>(List.of(tensors));
        arguments.addAll(List.of(
                whole(regions), whole(features.dim(0)), whole(features.dim(1)), whole(features.dim(2)), whole(features.dim(3)),
                whole(op.outHeight()), whole(op.outWidth()), real(op.spatialScale())));
        return new KernelCall(MAX, kernel, Grid.each(threads.elements()), arguments);
    }

    /** Where the weights and spans of both axes are in the workspace. */
    private final class Axes {
        private final long rowWeights = (long) regions * op.outHeight() * features.dim(2);
        private final long columnWeights = (long) regions * op.outWidth() * features.dim(3);
        private final Place rows = Place.WORKSPACE;
        private final Place columns = rows.plus(rowWeights);
        private final Place rowSpans = columns.plus(columnWeights);
        private final Place columnSpans = rowSpans.plus(2L * regions * (1 + op.outHeight()));

        long bytes() {
            return columnSpans.byteOffset() + 2L * Integer.BYTES * regions * (1 + op.outWidth());
        }

        /** Finds the weights of both axes, given the input that holds the regions. */
        List<Command> measure(Argument boxes, RoiAlign align) {
            return List.of(
                    measure(boxes, align, rows, rowSpans, 2, op.outHeight(), features.dim(2)),
                    measure(boxes, align, columns, columnSpans, 1, op.outWidth(), features.dim(3)));
        }

        private KernelCall measure(
                Argument boxes, RoiAlign align, Place weights, Place spans, int low, int bins, int length) {
            return KernelCall.of(
                    ALIGN, "neocog_roi_align_weights", Grid.each(regions), boxes, at(weights), at(spans), whole(regions),
                    whole(features.dim(0)), whole(low), whole(bins), whole(length), real(align.spatialScale()),
                    whole(align.samplingRatio()), flag(align.aligned()));
        }
    }

    private Program align(RoiAlign align) {
        Axes axes = new Axes();
        List<Command> commands = new ArrayList<>(axes.measure(input(1), align));
        commands.add(KernelCall.of(
                ALIGN, "neocog_roi_align", Grid.each(pooled.elements()), input(0), input(1), at(axes.rows), at(axes.rowSpans),
                at(axes.columns), at(axes.columnSpans), output(), whole(regions), whole(features.dim(1)),
                whole(features.dim(2)), whole(features.dim(3)), whole(op.outHeight()), whole(op.outWidth())));
        return new Program(commands, axes.bytes(), "");
    }

    private Program alignGrad(RoiAlign align) {
        Axes axes = new Axes();
        List<Command> commands = new ArrayList<>(axes.measure(input(0), align));
        commands.add(KernelCall.of(
                ALIGN, "neocog_roi_align_grad", Grid.each(features.elements()), input(0), input(1), at(axes.rows),
                at(axes.rowSpans), at(axes.columns), at(axes.columnSpans), output(), whole(regions),
                whole(features.dim(0)), whole(features.dim(1)), whole(features.dim(2)), whole(features.dim(3)),
                whole(op.outHeight()), whole(op.outWidth())));
        return new Program(commands, axes.bytes(), "");
    }
}
