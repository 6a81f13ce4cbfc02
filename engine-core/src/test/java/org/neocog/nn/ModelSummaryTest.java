package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.graph.ShapeException;
import org.neocog.nn.ModelSummary.Row;

/** The worked numbers of the lectures (CS231n, KTH ID2223, UBC CPSC 425) and sums done by hand. */
final class ModelSummaryTest {
    private static List<Row> rows(String input, String... layers) {
        return summary(input, layers).layers();
    }

    private static ModelSummary summary(String input, String... layers) {
        String text = "input " + input + "\n" + String.join("\n", layers) + "\nflatten\nsoftmax";
        return ModelSummary.of(Models.parse(text, "test.net"), 1);
    }

    @Test
    void tenFiltersOf5x5OnAColourImage() {
        Row conv = rows("3x32x32", "conv 10 5x5 stride=1 pad=2").getFirst();
        assertEquals("10x32x32", conv.output().toString());
        assertEquals(760, conv.parameters());
        assertEquals(768_000, conv.multiplyAdds());
    }

    @Test
    void unpaddedConvolutionsShrinkTheMaps() {
        List<Row> rows = rows("3x32x32", "conv 6 5x5", "conv 10 5x5");
        assertEquals("6x28x28", rows.get(0).output().toString());
        assertEquals("10x24x24", rows.get(1).output().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "64x56x56, conv 32 1x1, 32x56x56",
        "64x224x224, maxpool 2x2, 64x112x112",
        "64x224x224, maxpool 2 stride=2, 64x112x112",
        "1x7x7, conv 2 3x3, 2x5x5",
        "1x7x7, conv 2 3x3 stride=2, 2x3x3",
        "1x7x7, conv 2 3x3 stride=3 remainder=drop, 2x2x2",
        "1x7x7, maxpool 2x2 remainder=partial, 1x4x4",
    })
    void oneLayerHasTheShapeOfTheLecture(String input, String layer, String output) {
        assertEquals(output, rows(input, layer).getFirst().output().toString());
    }

    @Test
    void alexNetBegins() {
        List<Row> rows = rows("3x227x227", "conv 96 11x11 stride=4", "relu", "maxpool 3x3 stride=2");
        assertEquals("96x55x55", rows.get(0).output().toString());
        assertEquals(34_944, rows.get(0).parameters());
        assertEquals(105_415_200, rows.get(0).multiplyAdds());
        assertEquals("96x27x27", rows.get(2).output().toString());
        assertEquals("11x11", rows.get(0).receptiveField().toString());
        assertEquals("19x19", rows.get(2).receptiveField().toString());
    }

    @Test
    void convolutionsInARowSeeOnePlusLTimesKMinusOne() {
        for (int kernel = 1; kernel <= 7; kernel++) {
            List<Row> rows = rows("1x100x100", "conv 2 " + kernel, "conv 2 " + kernel, "relu", "conv 2 " + kernel);
            for (int depth = 1; depth <= 3; depth++) {
                int size = 1 + depth * (kernel - 1);
                Row row = rows.get(depth == 3 ? 3 : depth - 1);
                assertEquals(new ReceptiveField(size, size), row.receptiveField());
            }
        }
    }

    /** VGG-16's well-known fields: 5, 6, 14, 16, 40, 44, 92, 100, 196, 212. */
    @Test
    void stridesOfPoolingsStretchTheFieldsOfWhatFollows() {
        String[] layers = """
                conv 2 3 pad=1|conv 2 3 pad=1|maxpool 2|conv 2 3 pad=1|conv 2 3 pad=1|maxpool 2
                |conv 2 3 pad=1|conv 2 3 pad=1|conv 2 3 pad=1|maxpool 2
                |conv 2 3 pad=1|conv 2 3 pad=1|conv 2 3 pad=1|maxpool 2
                |conv 2 3 pad=1|conv 2 3 pad=1|conv 2 3 pad=1|maxpool 2""".replace("\n", "").split("\\|");
        String fields = rows("3x224x224", layers).stream()
                .limit(18)
                .map(row -> Integer.toString(row.receptiveField().height()))
                .collect(Collectors.joining(" "));
        assertEquals("3 5 6 10 14 16 24 32 40 44 60 76 92 100 132 164 196 212", fields);
    }

    @Test
    void heightAndWidthOfAFieldGoTheirOwnWays() {
        List<Row> rows = rows("1x40x40", "conv 2 3x1 dilation=2x1 stride=1x3", "avgpool 1x2 stride=1");
        assertEquals("5x1", rows.get(0).receptiveField().toString());
        assertEquals("5x4", rows.get(1).receptiveField().toString());
    }

    @Test
    void aFieldIsNeverLargerThanTheImageAndFcSeesAllOfIt() {
        List<Row> rows = rows("1x6x9", "conv 2 5 pad=same", "conv 2 5 pad=same", "fc 3", "relu");
        assertEquals("5x5", rows.get(0).receptiveField().toString());
        assertEquals("6x9", rows.get(1).receptiveField().toString());
        assertEquals("6x9", rows.get(2).receptiveField().toString());
        assertEquals("6x9", rows.get(3).receptiveField().toString());
    }

    @Test
    void theMnistNetByHand() {
        String table = ModelSummary.of(Models.find("mnist-cnn"), 1).layers().stream()
                .map(r -> r.name() + " " + r.op() + " " + r.output() + " " + r.parameters() + " " + r.multiplyAdds() + " "
                        + r.receptiveField())
                .collect(Collectors.joining("\n"));
        assertEquals("""
                conv1 Conv2d 32x28x28 832 627200 5x5
                relu1 ReLU 32x28x28 0 0 5x5
                maxpool1 MaxPool2d 32x14x14 0 0 6x6
                conv2 Conv2d 64x14x14 51264 10035200 14x14
                relu2 ReLU 64x14x14 0 0 14x14
                maxpool2 MaxPool2d 64x7x7 0 0 16x16
                fc1 Linear 1024 3212288 3211264 28x28
                relu3 ReLU 1024 0 0 28x28
                fc2 Linear 10 10250 10240 28x28""", table);
    }

    @Test
    void totalsAreSumsAndTheBatchDoesNotMatter() {
        ModelSummary one = ModelSummary.of(Models.find("mnist-cnn"), 1);
        ModelSummary many = ModelSummary.of(Models.find("mnist-cnn"), 100);
        assertEquals(832 + 51_264 + 3_212_288 + 10_250, one.parameters());
        assertEquals(627_200 + 10_035_200 + 3_211_264 + 10_240, one.multiplyAdds());
        assertEquals(one.layers(), many.layers());
    }

    @Test
    void groupsDivideTheWork() {
        Row row = rows("8x10x10", "conv 4 3x3 groups=4 bias=no").getFirst();
        assertEquals(4 * 2 * 9, row.parameters());
        assertEquals(4 * 2 * 9 * 8 * 8, row.multiplyAdds());
    }

    @Test
    void dropoutIsListedThoughInferenceHasNone() {
        Row row = ModelSummary.of(Models.find("mlp"), 1).layers().get(2);
        assertEquals("dropout1 Dropout 128", row.name() + " " + row.op() + " " + row.output());
    }

    @Test
    void memoryIsAddedByWhoeverHasThePlans() {
        ModelSummary summary = summary("1x2x2", "fc 2").with(new ModelSummary.PeakMemory(10, 20));
        assertEquals(Optional.of(new ModelSummary.PeakMemory(10, 20)), summary.memory());
    }

    @Test
    void aBatchThatNoTensorHoldsIsRefused() {
        assertThrows(ShapeException.class, () -> ModelSummary.of(Models.find("mnist-cnn"), 1 << 30));
    }
}
