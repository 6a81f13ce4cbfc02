package org.neocog.cuda;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.AdadeltaUpdate;
import org.neocog.graph.AdamUpdate;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.AdaptiveAvgPool2dGrad;
import org.neocog.graph.Add;
import org.neocog.graph.AddBias;
import org.neocog.graph.AddSquares;
import org.neocog.graph.AvgPool2d;
import org.neocog.graph.AvgPool2dGrad;
import org.neocog.graph.BatchMoments;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.BatchNormSums;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.BatchNormTrainingGrad;
import org.neocog.graph.BedOfNails;
import org.neocog.graph.BedOfNailsGrad;
import org.neocog.graph.BinaryCrossEntropy;
import org.neocog.graph.BinaryCrossEntropyGrad;
import org.neocog.graph.BinaryCrossEntropy;
import org.neocog.graph.BinaryCrossEntropyGrad;
import org.neocog.graph.BedOfNails;
import org.neocog.graph.BedOfNailsGrad;
import org.neocog.graph.ChannelSum;
import org.neocog.graph.Clamp;
import org.neocog.graph.ClipFactor;
import org.neocog.graph.ComputeOp;
import org.neocog.graph.Concat;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Conv2dInputGrad;
import org.neocog.graph.Conv2dWeightGrad;
import org.neocog.graph.CountCorrect;
import org.neocog.graph.DropPath;
import org.neocog.graph.Dropout;
import org.neocog.graph.Embedding;
import org.neocog.graph.EmbeddingGrad;
import org.neocog.graph.Elu;
import org.neocog.graph.EluGrad;
import org.neocog.graph.Fill;
import org.neocog.graph.Gelu;
import org.neocog.graph.GeluGrad;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.HistoryUpdate;
import org.neocog.graph.L2;
import org.neocog.graph.L2Grad;
import org.neocog.graph.LayerNorm;
import org.neocog.graph.LayerNormGrad;
import org.neocog.graph.LayerNormSums;
import org.neocog.graph.Lstm;
import org.neocog.graph.LstmGrad;
import org.neocog.graph.LstmWeightGrad;
import org.neocog.graph.LeakyRelu;
import org.neocog.graph.LeakyReluGrad;
import org.neocog.graph.LocalResponseNorm;
import org.neocog.graph.LocalResponseNormGrad;
import org.neocog.graph.LogSoftmax;
import org.neocog.graph.LogSoftmaxGrad;
import org.neocog.graph.Lstm;
import org.neocog.graph.LstmGrad;
import org.neocog.graph.LstmWeightGrad;
import org.neocog.graph.LayerNorm;
import org.neocog.graph.LayerNormGrad;
import org.neocog.graph.LayerNormSums;
import org.neocog.graph.LocalResponseNorm;
import org.neocog.graph.LocalResponseNormGrad;
import org.neocog.graph.MatMul;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.MaxPool2dGrad;
import org.neocog.graph.MaxUnpool2d;
import org.neocog.graph.MaxUnpool2dGrad;
import org.neocog.graph.MeanSquaredError;
import org.neocog.graph.MeanSquaredErrorGrad;
import org.neocog.graph.MixRows;
import org.neocog.graph.MovingAverageUpdate;
import org.neocog.graph.Mul;
import org.neocog.graph.MulticlassHinge;
import org.neocog.graph.MulticlassHingeGrad;
import org.neocog.graph.NearestUnpool;
import org.neocog.graph.NearestUnpoolGrad;
import org.neocog.graph.Node;
import org.neocog.graph.OneHot;
import org.neocog.graph.Pad;
import org.neocog.graph.PadMode;
import org.neocog.graph.ReflectPadGrad;
import org.neocog.graph.Relu;
import org.neocog.graph.ReluGrad;
import org.neocog.graph.RmsPropUpdate;
import org.neocog.graph.Row;
import org.neocog.graph.RoiAlign;
import org.neocog.graph.RoiAlignGrad;
import org.neocog.graph.RoiMaxPool;
import org.neocog.graph.RoiMaxPoolGrad;
import org.neocog.graph.Scale;
import org.neocog.graph.ScaleBy;
import org.neocog.graph.SgdUpdate;
import org.neocog.graph.Sigmoid;
import org.neocog.graph.SigmoidGrad;
import org.neocog.graph.Slice;
import org.neocog.graph.SmoothL1;
import org.neocog.graph.SmoothL1Grad;
import org.neocog.graph.SoftTargetCrossEntropy;
import org.neocog.graph.SoftTargetCrossEntropyGrad;
import org.neocog.graph.Softmax;
import org.neocog.graph.SoftmaxCrossEntropy;
import org.neocog.graph.SoftmaxCrossEntropyGrad;
import org.neocog.graph.SoftmaxGrad;
import org.neocog.graph.Softplus;
import org.neocog.graph.SoftplusGrad;
import org.neocog.graph.Tanh;
import org.neocog.graph.TanhGrad;
import org.neocog.graph.Transpose;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** A node of every operation, and of some in every way in which it can be done. */
final class EveryOperation {
    private static final TensorSpec IMAGES = TensorSpec.f32(6, 4, 8, 8);
    private static final TensorSpec SCALAR = TensorSpec.f32();

    private final GraphBuilder graph = new GraphBuilder();
    private final List<Node> nodes = new ArrayList<>();

    private EveryOperation() {}

    static List<Node> nodes() {
        EveryOperation all = new EveryOperation();
        all.images();
        all.elements();
        all.rows();
        all.normalizations();
        all.convolutions();
        all.volumes();
        all.updates();
        all.recipes();
        all.targetLosses();
        all.detection();
        all.sequences();
        all.movements();
        all.resamplings();
        all.activations();
        return all.nodes;
    }

    private void add(ComputeOp op, TensorSpec... inputs) {
        List<Node> from = new ArrayList<>();
        for (TensorSpec spec : inputs) {
            from.add(graph.input("input" + nodes.size() + "." + from.size(), spec));
        }
        nodes.add(graph.add("node" + nodes.size(), op, from));
    }

    private void images() {
        Window window = Window.square(2, 2, 0);
        TensorSpec pooled = TensorSpec.f32(6, 4, 4, 4);
        add(new MaxPool2d(window), IMAGES);
        add(new MaxPool2dGrad(window), IMAGES, pooled);
        add(new AvgPool2d(window, true), IMAGES);
        add(new AvgPool2dGrad(window, true, IMAGES.shape()), pooled);
        add(new AddBias(), IMAGES, TensorSpec.f32(4));
        add(new ChannelSum(), IMAGES);
        add(new ChannelSum(), TensorSpec.f32(6, 40));
    }

    private void elements() {
        for (ComputeOp op : List.of(new Add(), new Mul(), new ReluGrad(), new SigmoidGrad(), new TanhGrad())) {
            add(op, IMAGES, IMAGES);
        }
        for (ComputeOp op : List.of(new Relu(), new Sigmoid(), new Tanh(), new Scale(2), new L2(1))) {
            add(op, IMAGES);
        }
        add(new Fill(IMAGES, 1));
        add(new L2Grad(1), IMAGES, SCALAR);
        add(new Dropout(0.5f, 3), IMAGES, TensorSpec.i32(4));
        add(new MeanSquaredError(), IMAGES, IMAGES);
        add(new MeanSquaredErrorGrad(), IMAGES, IMAGES, SCALAR);
    }

    private void rows() {
        TensorSpec scores = TensorSpec.f32(6, 10);
        TensorSpec labels = TensorSpec.i32(6);
        add(new MatMul(false, true), scores, TensorSpec.f32(7, 10));
        add(new OneHot(10), labels);
        add(new CountCorrect(), scores, labels);
        add(new Softmax(), scores);
        add(new SoftmaxGrad(), scores, scores);
        add(new SoftmaxCrossEntropy(), scores, labels);
        add(new SoftmaxCrossEntropyGrad(), scores, labels, SCALAR);
        add(new MulticlassHinge(1), scores, labels);
        add(new MulticlassHingeGrad(1), scores, labels, SCALAR);
    }

    private void normalizations() {
        TensorSpec moments = TensorSpec.f32(2, 4);
        TensorSpec channels = TensorSpec.f32(4);
        for (TensorSpec x : List.of(IMAGES, TensorSpec.f32(6, 4))) {
            add(new BatchMoments(), x);
            add(new BatchNormSums(1e-5f), x, moments, x);
        }
        add(new BatchNorm(1e-5f), IMAGES, channels, channels, channels, channels);
        add(new BatchNormTraining(1e-5f), IMAGES, moments, channels, channels);
        add(new BatchNormTrainingGrad(1e-5f), IMAGES, moments, channels, IMAGES, moments);
        add(new Row(1), moments);
        LocalResponseNorm response = new LocalResponseNorm(5, 1e-4f, 0.75f, 2);
        add(response, IMAGES);
        add(new LocalResponseNormGrad(response), IMAGES, IMAGES);
        TensorSpec row = TensorSpec.f32(8);
        add(new LayerNorm(1e-5f), IMAGES, row, row);
        add(new LayerNormGrad(1e-5f), IMAGES, row, IMAGES);
        add(new LayerNormSums(1e-5f), IMAGES, IMAGES);
        add(new DropPath(0.5f, 3), IMAGES, TensorSpec.i32(4));
    }

    private void convolutions() {
        for (int groups : new int[] {1, 2, 4}) {
            for (int kernel : new int[] {1, 3}) {
                Window window = Window.same(kernel);
                TensorSpec w = TensorSpec.f32(8, 4 / groups, kernel, kernel);
                Conv2dGeometry g = Conv2dGeometry.of(IMAGES.shape(), w.shape(), window, groups);
                TensorSpec y = TensorSpec.f32(g.y());
                add(new Conv2d(window, groups, true), IMAGES, w, TensorSpec.f32(8));
                add(new Conv2d(window, groups, false), IMAGES, w);
                add(new Conv2dInputGrad(g), y, w);
                add(new Conv2dWeightGrad(g), IMAGES, y);
            }
        }
    }

    private void volumes() {
        TensorSpec x = TensorSpec.f32(3, 4, 5, 6, 8);
        for (int kernel : new int[] {1, 3}) {
            Window window = Window.cube(kernel, 1, kernel / 2);
            TensorSpec w = TensorSpec.f32(6, 2, kernel, kernel, kernel);
            Conv2dGeometry g = Conv2dGeometry.of(x.shape(), w.shape(), window, 2);
            TensorSpec y = TensorSpec.f32(g.y());
            add(new Conv2d(window, 2, true), x, w, TensorSpec.f32(6));
            add(new Conv2dInputGrad(g), y, w);
            add(new Conv2dWeightGrad(g), x, y);
        }
    }

    private void movements() {
        TensorSpec cube = TensorSpec.f32(3, 40, 5);
        add(new MatMul(false, true), cube, TensorSpec.f32(3, 7, 5));
        add(new Concat(1), IMAGES, TensorSpec.f32(6, 1, 8, 8), IMAGES);
        add(new Slice(List.of(1, 0, 2, 3), Shape.of(5, 4, 3, 5)), IMAGES);
        add(new Pad(List.of(0, 1, 2, 0), List.of(3, 0, 1, 1), PadMode.ZERO), IMAGES);
        add(new Pad(List.of(0, 1, 2, 0), List.of(3, 0, 1, 1), PadMode.REFLECT), IMAGES);
        add(new ReflectPadGrad(2, 1, 2), IMAGES);
        add(new Transpose(List.of(0, 2, 1)), cube);
        add(new Transpose(List.of(1, 0, 2)), cube);
    }

    private void resamplings() {
        add(new AdaptiveAvgPool2d(3, 5), IMAGES);
        add(new AdaptiveAvgPool2d(1, 1), IMAGES);
        add(new AdaptiveAvgPool2dGrad(IMAGES.shape()), TensorSpec.f32(6, 4, 3, 5));
        add(new AdaptiveAvgPool2dGrad(IMAGES.shape()), TensorSpec.f32(6, 4, 1, 1));
        add(new NearestUnpool(2, 3), IMAGES);
        add(new NearestUnpoolGrad(2, 4), IMAGES);
        add(new BedOfNails(2, 3), IMAGES);
        add(new BedOfNailsGrad(2, 4), IMAGES);
        add(new MaxUnpool2d(Window.square(2, 2, 0)), IMAGES, TensorSpec.f32(6, 4, 4, 4));
        add(new MaxUnpool2dGrad(Window.square(2, 2, 0)), IMAGES, IMAGES);
    }

    private void activations() {
        TensorSpec scores = TensorSpec.f32(6, 10);
        add(new LogSoftmax(), scores);
        add(new LogSoftmaxGrad(), scores, scores);
        for (ComputeOp op : List.of(new LeakyRelu(0.1f), new Elu(1), new Gelu(), new Softplus())) {
            add(op, IMAGES);
        }
        for (ComputeOp op : List.of(new LeakyReluGrad(0.1f), new EluGrad(1), new GeluGrad(), new SoftplusGrad())) {
            add(op, IMAGES, IMAGES);
        }
    }

    private void recipes() {
        add(new AddSquares(), IMAGES, SCALAR);
        add(new Clamp(1), IMAGES);
        add(new ClipFactor(1), SCALAR);
        add(new MixRows(), IMAGES, TensorSpec.i32(6), SCALAR);
        add(new ScaleBy(), IMAGES, SCALAR);
    }

    private void updates() {
        TensorSpec w = TensorSpec.f32(5, 3);
        TensorSpec step = TensorSpec.i32();
        add(new SgdUpdate(0, false, 0.1f), w, w, SCALAR, step);
        add(new SgdUpdate(0.9f, true, 0.1f), w, w, w, SCALAR, step);
        add(new RmsPropUpdate(0.9f, 1e-8f, 0), w, w, w, SCALAR, step);
        add(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0, false), w, w, w, w, SCALAR, step);
        add(new AdadeltaUpdate(0.9f, 1e-6f, 0), w, w, w, w, SCALAR, step);
        add(new HistoryUpdate(), TensorSpec.f32(16), SCALAR, step);
        add(new MovingAverageUpdate(0.9f, 1), w, w);
    }

    private void targetLosses() {
        TensorSpec scores = TensorSpec.f32(6, 10);
        add(new SoftTargetCrossEntropy(), scores, scores);
        add(new SoftTargetCrossEntropyGrad(), scores, scores, SCALAR);
        add(new BinaryCrossEntropy(), IMAGES, IMAGES);
        add(new BinaryCrossEntropyGrad(), IMAGES, IMAGES, SCALAR);
        add(new SmoothL1(1), IMAGES, IMAGES);
        add(new SmoothL1Grad(1), IMAGES, IMAGES, SCALAR);
    }

    private void detection() {
        TensorSpec regions = TensorSpec.f32(5, 5);
        TensorSpec pooled = TensorSpec.f32(5, 4, 3, 2);
        RoiAlign align = new RoiAlign(3, 2, 0.5f, 0, true);
        add(new RoiMaxPool(3, 2, 0.5f), IMAGES, regions);
        add(new RoiMaxPoolGrad(3, 2, 0.5f), IMAGES, regions, pooled);
        add(align, IMAGES, regions);
        add(new RoiAlignGrad(align, IMAGES.shape()), regions, pooled);
        add(new Embedding(), TensorSpec.i32(6, 3), TensorSpec.f32(7, 10));
        add(new EmbeddingGrad(7), TensorSpec.i32(6, 3), TensorSpec.f32(6, 3, 10));
    }

    private void sequences() {
        TensorSpec weight = TensorSpec.f32(12, 3);
        for (int steps : new int[] {1, 2, 5}) {
            TensorSpec gates = TensorSpec.f32(4, steps, 12);
            TensorSpec states = TensorSpec.f32(4, steps, 3);
            add(new Lstm(), gates, weight);
            add(new LstmGrad(), gates, weight, states, states);
            add(new LstmWeightGrad(), states, gates);
        }
    }
}
