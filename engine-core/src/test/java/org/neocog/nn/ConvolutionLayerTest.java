package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.neocog.graph.Axis;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.MaxUnpool2d;
import org.neocog.graph.NearestUnpool;
import org.neocog.graph.Node;
import org.neocog.graph.Remainder;
import org.neocog.graph.ShapeException;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Shapes, parameters and messages of the layers that convolve. Their values are compared with PyTorch's elsewhere. */
final class ConvolutionLayerTest {
    private static final ParameterInit INIT = ParameterInit.he(true);

    private final GraphBuilder graph = new GraphBuilder();
    private final NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);

    private Node input(String name, int... shape) {
        return graph.input(name, TensorSpec.f32(shape));
    }

    private List<String> parameters() {
        return net.parameters().stream().map(p -> p.name() + " " + p.shape()).toList();
    }

    @Test
    void aConvolutionOfSequencesHasPyTorchsParameters() {
        Node y = net.conv1d("conv", input("x", 2, 6, 10), 4, Axis.of(3, 1, 1), 2, INIT);
        assertEquals(Shape.of(2, 4, 10), y.shape());
        assertEquals("conv", y.name());
        assertEquals(List.of("conv.weight 4x3x3", "conv.bias 4"), parameters());
        assertEquals("Conv1d", net.layers().getFirst().op());
        assertEquals(2, net.layers().getFirst().parameters().size());
    }

    @Test
    void aConvolutionOfVolumesHasPyTorchsParameters() {
        Node y = net.conv3d("conv", input("x", 2, 6, 5, 8, 9), 9, Window.cube(3, 1, 1), 3, ParameterInit.he(false));
        assertEquals(Shape.of(2, 9, 5, 8, 9), y.shape());
        assertEquals(List.of("conv.weight 9x2x3x3x3"), parameters());
        assertEquals("Conv3d", net.layers().getFirst().op());
        assertEquals("Conv3d", y.op().opName());
    }

    @Test
    void transposedConvolutionsHavePyTorchsParameters() {
        Node rows = net.convTranspose1d("up1", input("x", 2, 6, 5), 4, Axis.of(4, 2, 1), 1, 2, INIT);
        Node images = net.convTranspose2d("up2", input("z", 2, 6, 2, 2), 4, Window.square(3, 2, 1), 1, 1, 1, INIT);
        assertEquals(Shape.of(2, 4, 11), rows.shape());
        assertEquals(Shape.of(2, 4, 4, 4), images.shape());
        assertEquals(List.of("up1.weight 6x2x4", "up1.bias 4", "up2.weight 6x4x3x3", "up2.bias 4"), parameters());
        assertEquals(List.of("ConvTranspose1d", "ConvTranspose2d"), net.layers().stream().map(LayerInfo::op).toList());
    }

    /** floor((n + 2p - d(k-1) - 1)/s + 1) and (n-1)s - 2p + d(k-1) + op + 1 of PyTorch's documentation. */
    @Test
    void sequencesHaveTheLengthsOfPyTorch() {
        Node x = input("x", 1, 2, 19);
        int layers = 0;
        for (int code = 0; code < 5 * 4 * 3 * 3; code++) {
            int k = 1 + code % 5;
            int s = 1 + code / 5 % 4;
            int p = code / 20 % 3;
            int d = 1 + code / 60;
            Axis axis = new Axis(k, s, p, p, d);
            assertEquals((int) Math.floor((19 + 2 * p - d * (k - 1) - 1) / (double) s + 1),
                    net.conv1d("c" + layers++, x, 3, axis, Remainder.DROP, 1, INIT).shape().dim(2));
            for (int padding = 0; padding < Math.max(s, d); padding++) {
                assertEquals(18 * s - 2 * p + d * (k - 1) + padding + 1,
                        net.convTranspose1d("t" + layers++, x, 3, axis, padding, 1, INIT).shape().dim(2));
            }
        }
    }

    @Test
    void samePaddingKeepsALength() {
        Node x = input("x", 1, 2, 9);
        for (int k = 1; k <= 6; k++) {
            assertEquals(Shape.of(1, 5, 9), net.conv1d("c" + k, x, 5, Axis.same(k, 2), 1, INIT).shape());
        }
    }

    @Test
    void whatDoesNotFitIsSaidWithTheLayersName() {
        Node row = input("row", 2, 6, 10);
        Node image = input("image", 2, 6, 5, 5);
        assertEquals("c: Conv1d needs C x L, but image gives 6x5x5", refusal(() ->
                net.conv1d("c", image, 4, Axis.of(3, 1, 1), 1, INIT)));
        assertEquals("c: Conv3d needs C x D x H x W, but image gives 6x5x5", refusal(() ->
                net.conv3d("c", image, 4, Window.cube(3, 1, 1), 1, INIT)));
        assertEquals("c: Conv3d needs a window with a depth", refusal(() ->
                net.conv3d("c", input("volume", 2, 6, 5, 5, 5), 4, Window.same(3), 1, INIT)));
        assertEquals("c: ConvTranspose1d needs C x L, but image gives 6x5x5", refusal(() ->
                net.convTranspose1d("c", image, 4, Axis.of(3, 1, 1), 0, 1, INIT)));
        assertEquals("c: ConvTranspose2d needs C x H x W, but row gives 6x10 numbers without rows and columns", refusal(() ->
                net.convTranspose2d("c", row, 4, Window.same(3), 0, 0, 1, INIT)));
        assertEquals("c: groups=4 must divide both the 6 input channels and the 4 filters", refusal(() ->
                net.convTranspose1d("c", row, 4, Axis.of(3, 1, 1), 0, 4, INIT)));
        assertEquals("c: groups=0 must divide both the 6 input channels and the 4 filters", refusal(() ->
                net.conv1d("c", row, 4, Axis.of(3, 1, 1), 0, INIT)));
        assertEquals(List.of(), net.parameters());
    }

    @Test
    void outputPaddingIsSmallerThanStrideOrDilation() {
        Node row = input("row", 2, 6, 10);
        Node image = input("image", 2, 6, 5, 5);
        assertEquals("up: output padding must be at least 0 and smaller than either stride or dilation, but it is 2 with"
                + " stride 2 and dilation 1",
                refusal(() -> net.convTranspose1d("up", row, 4, Axis.of(3, 2, 1), 2, 1, INIT)));
        assertEquals("up: output padding must be at least 0 and smaller than either stride or dilation, but it is -1 with"
                + " stride 1 and dilation 3",
                refusal(() -> net.convTranspose2d(
                        "up", image, 4, new Window(Axis.of(3, 2, 1), new Axis(3, 1, 1, 1, 3)), 0, -1, 1, INIT)));
        assertEquals(List.of(), net.parameters());
    }

    @Test
    void aWindowThatDoesNotFitIsRefusedUnlessTheRestIsDropped() {
        Node row = input("row", 2, 6, 10);
        assertEquals("c.row: a window of 3 with stride 2 does not fit into 10 elements with padding 0+0: 1 is left over,"
                + " (10+0+0-3)/2+1 = 4.50 (choose another stride or padding, or say remainder=drop)",
                refusal(() -> net.conv1d("c", row, 4, Axis.of(3, 2, 0), 1, INIT)));
    }

    /** A field grows by the window's reach in input elements; neighbours' fields lie a stride closer than before. */
    @Test
    void receptiveFieldsGoThroughEveryKindOfConvolution() {
        Node image = input("image", 1, 1, 40, 40);
        Node down = net.conv2d("down", image, 2, new Window(Axis.of(3, 2, 1), Axis.of(2, 2, 0), Remainder.DROP), 1, INIT);
        Node up = net.convTranspose2d("up", down, 2, Window.square(2, 2, 0), 0, 0, 1, INIT);
        Node wide = net.convTranspose2d("wide", down, 2, Window.square(4, 2, 1), 0, 0, 1, INIT);
        Node after = net.conv2d("after", up, 2, Window.same(3), 1, INIT);
        Node nearest = graph.add("nearest", new NearestUnpool(2, 2), down);
        Node last = net.conv2d("last", nearest, 2, Window.same(3), 1, INIT);
        Node pooled = net.maxPool("pool", image, Window.square(2, 2, 0));
        Node places = graph.add("places", new MaxUnpool2d(Window.square(2, 2, 0)), image, pooled);
        Node beyond = net.conv2d("beyond", places, 2, Window.same(3), 1, INIT);
        ReceptiveField.Walk walk = new ReceptiveField.Walk(image);
        graph.build().nodes().forEach(walk::visit);
        assertEquals(new ReceptiveField(2, 2), walk.visit(places));
        assertEquals(new ReceptiveField(4, 4), walk.visit(beyond));
        assertEquals(new ReceptiveField(3, 2), walk.visit(down));
        assertEquals(new ReceptiveField(3, 2), walk.visit(up));
        assertEquals(new ReceptiveField(5, 4), walk.visit(wide));
        assertEquals(new ReceptiveField(5, 4), walk.visit(after));
        assertEquals(new ReceptiveField(5, 4), walk.visit(last));
    }

    @Test
    void fieldsOfSequencesAndVolumesAreKnownToo() {
        Node row = input("row", 1, 2, 30);
        Node y = net.conv1d("c1", net.conv1d("c0", row, 3, Axis.of(3, 3, 0), 1, INIT), 4, Axis.of(5, 1, 0), 1, INIT);
        ReceptiveField.Walk walk = new ReceptiveField.Walk(row);
        graph.build().nodes().forEach(walk::visit);
        assertEquals(new ReceptiveField(1, 15), walk.visit(y));

        Node volume = input("volume", 1, 2, 6, 7, 8);
        Node z = net.conv3d("c2", volume, 3, Window.volume(Axis.of(5, 1, 0), Axis.of(3, 1, 0), Axis.of(2, 1, 0)), 1, INIT);
        ReceptiveField.Walk through = new ReceptiveField.Walk(volume);
        List.of(volume, z.input(1), z.input(2)).forEach(through::visit);
        assertEquals(new ReceptiveField(3, 2), through.visit(z));
    }

    @Test
    void aSummaryCountsWhatTheLayersMultiply() {
        Model model = new Model() {
            @Override
            public String name() {
                return "upsampler";
            }

            @Override
            public Shape inputShape() {
                return Shape.of(3, 8, 8);
            }

            @Override
            public int classes() {
                return 5 * 16 * 16;
            }

            @Override
            public LossKind loss() {
                return LossKind.CROSS_ENTROPY;
            }

            @Override
            public Recipe recipe() {
                throw new UnsupportedOperationException();
            }

            @Override
            public String description() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Node scores(NetBuilder builder, Node images) {
                Node up = builder.convTranspose2d("up", images, 5, Window.square(3, 2, 1), 1, 1, 1, INIT);
                return builder.flatten("flatten", up);
            }
        };
        ModelSummary.Row row = ModelSummary.of(model, 4).layers().getFirst();
        assertEquals(new ModelSummary.Row("up", "ConvTranspose2d", Shape.of(5, 16, 16), 3 * 5 * 9 + 5,
                3 * 64 * 5 * 9, new ReceptiveField(2, 2)), row);
    }

    private static String refusal(Executable executable) {
        return assertThrows(ShapeException.class, executable).getMessage();
    }
}
