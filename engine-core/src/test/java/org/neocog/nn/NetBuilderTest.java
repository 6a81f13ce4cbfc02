package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.neocog.graph.Axis;
import org.neocog.graph.Dropout;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Node;
import org.neocog.graph.Remainder;
import org.neocog.graph.ShapeException;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

final class NetBuilderTest {
    private final GraphBuilder graph = new GraphBuilder();

    private Node images(int... shape) {
        return graph.input("images", TensorSpec.f32(shape));
    }

    /** floor((n + 2p - d(k-1) - 1)/s + 1) of PyTorch's documentation, over everything that fits. */
    @Test
    void convolutionsAndPoolingsHaveTheShapesOfPyTorch() {
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node x = images(2, 3, 19, 12);
        int checked = 0;
        for (int k = 1; k <= 5; k++) {
            for (int s = 1; s <= 4; s++) {
                for (int p = 0; p <= 3; p++) {
                    for (int d = 1; d <= 3; d++) {
                        int height = (int) Math.floor((19 + 2 * p - d * (k - 1) - 1) / (double) s + 1);
                        int width = (int) Math.floor((12 + 2 * p - d * (k - 1) - 1) / (double) s + 1);
                        if (width < 1) {
                            continue;
                        }
                        Axis axis = new Axis(k, s, p, p, d);
                        Window window = new Window(axis, axis, Remainder.DROP);
                        String name = "c" + checked++;
                        assertEquals(Shape.of(2, 4, height, width), net.conv2d(name, x, 4, window, 1, true).shape());
                        if (p <= axis.extent() / 2) {
                            assertEquals(Shape.of(2, 3, height, width), net.maxPool("m", x, window).shape());
                        }
                        if (d == 1 && p <= k / 2) {
                            assertEquals(Shape.of(2, 3, height, width), net.avgPool("a", x, window).shape());
                        }
                    }
                }
            }
        }
        assertTrue(checked > 200, "only " + checked);
    }

    @Test
    void samePaddingKeepsTheSizeOfEvenKernelsToo() {
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node x = images(1, 2, 9, 6);
        for (int k = 1; k <= 6; k++) {
            assertEquals(Shape.of(1, 5, 9, 6), net.conv2d("c" + k, x, 5, Window.same(k), 1, false).shape());
        }
    }

    @Test
    void weightsOfGroupedConvolutionsHaveTheChannelsOfAGroup() {
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        net.conv2d("conv", images(1, 6, 5, 5), 4, new Window(Axis.of(3, 1, 1), Axis.of(1, 1, 0)), 2, false);
        assertEquals(1, net.parameters().size());
        assertEquals(Shape.of(4, 3, 3, 1), net.parameters().getFirst().shape());
    }

    @Test
    void groupsThatDoNotDivideAreRefusedBeforeAnythingIsAdded() {
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node x = images(1, 2, 5, 5);
        for (int groups : new int[] {-1, 0, 3, 4}) {
            assertThrows(ShapeException.class, () -> net.conv2d("conv", x, 12, Window.same(3), groups, true));
        }
        assertEquals(List.of(), net.parameters());
    }

    @Test
    void linearFlattensImagesButNotRows() {
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node first = net.linear("fc1", images(3, 2, 4, 5), 7, true);
        Node second = net.linear("fc2", first, 6, false);
        assertEquals(Shape.of(3, 6), second.shape());
        assertEquals(
                List.of(Shape.of(7, 40), Shape.of(7), Shape.of(6, 7)),
                net.parameters().stream().map(Parameter::shape).toList());
        assertEquals("fc1", first.name());
        assertEquals("fc2", second.name());
        assertSame(second, net.layers().get(1).output());
        assertSame(first, net.layers().get(1).input());
    }

    @Test
    void branchesMeetInASumOrSideBySideAndShrinkToOnePixel() {
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node x = images(2, 3, 5, 7);
        Node both = net.concat("concat1", List.of(x, net.relu("relu1", x), x));
        assertEquals(Shape.of(2, 9, 5, 7), both.shape());
        assertEquals(Shape.of(2, 9, 5, 7), net.add("add1", both, both).shape());
        assertEquals(Shape.of(2, 9, 6, 6), net.adaptiveAvgPool("pool1", both, 6, 6).shape());
        assertEquals(Shape.of(2, 9, 1, 1), net.globalAvgPool("pool2", both).shape());
        assertEquals(
                List.of("ReLU", "Concat", "Add", "AdaptiveAvgPool2d", "AdaptiveAvgPool2d"),
                net.layers().stream().map(LayerInfo::op).toList());
        assertEquals("add2: Add: the right input must be 2x3x5x7:f32, not 2x9x5x7:f32",
                assertThrows(ShapeException.class, () -> net.add("add2", x, both)).getMessage());
        assertEquals("concat2: Concat takes at least 1 input, not 0",
                assertThrows(ShapeException.class, () -> net.concat("concat2", List.of())).getMessage());
    }

    @Test
    void imagesGrowByRepetitionAndMargins() {
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node x = images(2, 3, 5, 7);
        assertEquals(Shape.of(2, 3, 15, 21), net.upsampleNearest("up1", x, 3).shape());
        assertEquals(Shape.of(2, 3, 9, 11), net.zeroPad("pad1", x, 2).shape());
        assertEquals(Shape.of(2, 3, 13, 15), net.reflectPad("pad2", x, 4).shape());
        assertEquals("pad3: Pad: there are too few elements along axis 2 of 2x3x5x7 to reflect 5 of them; a reflecting padding"
                        + " must be shorter than its axis",
                assertThrows(ShapeException.class, () -> net.reflectPad("pad3", x, 5)).getMessage());
        Node row = net.flatten("flatten1", x);
        assertEquals("up2: Upsample needs C x H x W, but flatten1 gives 105 numbers without rows and columns",
                assertThrows(ShapeException.class, () -> net.upsampleNearest("up2", row, 2)).getMessage());
    }

    /** A mean of the whole image sees all of it; one of two rows and columns of 3x3 windows, 4x4 pixels. */
    @Test
    void adaptivePoolingWidensTheReceptiveField() {
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node x = images(1, 1, 8, 8);
        ReceptiveField.Walk walk = new ReceptiveField.Walk(x);
        Node conv = net.conv2d("conv1", x, 1, Window.same(3), 1, false);
        Node quarters = net.adaptiveAvgPool("pool1", conv, 4, 4);
        Node all = net.globalAvgPool("pool2", conv);
        graph.build().nodes().stream().filter(node -> node != x).forEach(walk::visit);
        assertEquals(new ReceptiveField(4, 4), walk.visit(quarters));
        assertEquals(new ReceptiveField(8, 8), walk.visit(all));
    }

    @Test
    void dropoutIsNothingAtInference() {
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node x = images(3, 2);
        assertSame(x, net.dropout("dropout1", x, 0.5f));
        assertEquals(List.of("images"), graph.build().nodes().stream().map(Node::name).toList());
        assertEquals("Dropout", net.layers().getFirst().op());
    }

    @Test
    void dropoutsOfATrainingGraphShareTheRandomInputAndHaveStreamsOfTheirOwn() {
        NetBuilder net = new NetBuilder(graph, Mode.TRAINING);
        Node first = net.dropout("dropout1", images(3, 2), 0.5f);
        Node second = net.dropout("dropout2", first, 0.25f);
        assertEquals(TensorSpec.i32(4), first.input(1).spec());
        assertEquals("random", first.input(1).name());
        assertSame(first.input(1), second.input(1));
        assertEquals(new Dropout(0.5f, 0), first.op());
        assertEquals(new Dropout(0.25f, 1), second.op());
    }

    @Test
    void aTrainingGraphWithoutDropoutHasNoRandomInput() {
        NetBuilder net = new NetBuilder(graph, Mode.TRAINING);
        net.relu("relu1", images(3, 2));
        assertFalse(graph.build().nodes().stream().anyMatch(node -> node.name().equals(NetBuilder.RANDOM)));
    }

    @Test
    void imagesOfAnotherShapeAreRefused() {
        NetBuilder net = new NetBuilder(graph, Mode.INFERENCE);
        Node x = images(2, 1, 28, 27);
        assertThrows(IllegalArgumentException.class, () -> Models.find("mlp").scores(net, x));
    }
}
