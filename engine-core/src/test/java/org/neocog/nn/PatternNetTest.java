package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.tensor.Shape;

final class PatternNetTest {
    @TempDir
    Path folder;

    @Test
    void thePatternIsWrittenOut() {
        String layers = """
                conv 8 3x3 pad=same
                relu
                conv 8 3x3 pad=same
                relu
                maxpool 2x2 remainder=drop
                conv 16 3x3 pad=same
                relu
                conv 16 3x3 pad=same
                relu
                maxpool 2x2 remainder=drop
                fc 40
                relu
                fc 10
                softmax
                """;
        String text = Models.find("pattern:n=2,m=2,k=1,pool=yes,filters=8,width=40").description();
        assertTrue(text.startsWith("name pattern-n2-m2-k1\ninput 3x32x32\n" + layers + "recipe "), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[(CONV-RELU)*2-POOL]*3-(FC-RELU)*1-SOFTMAX | pattern:",
        "[(conv - relu)*2 - pool?]*3 - (fc - relu)*1 - softmax | pattern:n=2",
        "INPUT->[[CONV->RELU]*1->POOL]*2->[FC->RELU]*2->FC->SOFTMAX | pattern:n=1,m=2,k=2",
        "((CONV-RELU)*3)*2-SOFTMAX | pattern:n=3,m=2,k=0,pool=no",
        "[CONV-RELU]*0-FC | pattern:m=0,k=0",
    })
    void theNotationAndTheOptionsGiveTheSameLayers(String notation, String options) {
        assertEquals(layers(Models.find(options)), layers(Models.find(notation)));
    }

    @Test
    void aHingeLossMayEndThePattern() {
        Model model = Models.find("CONV-RELU-POOL-FC-SVM");
        assertEquals(LossKind.HINGE, model.loss());
        assertEquals(List.of("Conv2d 32x32x32", "ReLU 32x32x32", "MaxPool2d 32x16x16", "Linear 10"), layers(model));
    }

    @Test
    void filtersGrowNoMoreThanEightfold() {
        List<String> layers = layers(Models.find("pattern:n=1,m=5,k=0,filters=4"));
        assertEquals("Conv2d 32x2x2", layers.get(12));
    }

    @Test
    void imagesAndClassesAreThoseOfTheData() {
        Model model = Models.findFor(
                "pattern:n=1,m=2", Optional.empty(), OptionalInt.empty(), Shape.of(1, 28, 28), 5);
        assertEquals(Shape.of(1, 28, 28), model.inputShape());
        assertEquals(5, model.classes());
        assertEquals(layers(model), layers(Models.parse(model.description(), "again")));
        Model asked = Models.findFor("pattern:n=1,m=2", Optional.of(Shape.of(2, 8, 8)), OptionalInt.of(3), Shape.of(1, 28, 28), 5);
        assertEquals(Shape.of(2, 8, 8), asked.inputShape());
        assertEquals(3, asked.classes());
    }

    @Test
    void whatIsDescribedLayerByLayerStaysAsItIs() {
        Model model = Models.findFor("mnist-cnn", Optional.empty(), OptionalInt.empty(), Shape.of(3, 32, 32), 7);
        assertEquals(Shape.of(1, 28, 28), model.inputShape());
        assertEquals(10, model.classes());
    }

    @Test
    void poolingMoreOftenThanTheImageAllowsIsAnError() {
        NeocogException e = assertThrows(NeocogException.class, () -> Models.find("pattern:m=6"));
        assertTrue(e.getMessage().startsWith("pattern:m=6:") && e.getMessage().contains("maxpool6"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "pattern:n | \"n\" is not an option",
        "pattern:depth=3 | \"depth=3\" is not an option",
        "pattern:n=1,n=2 | stands there twice",
        "pattern:n=17 | n must be a whole number from 0 to 16, not \"17\"",
        "pattern:filters=0 | filters must be a whole number from 1",
        "pattern:pool=maybe | pool must be yes or no",
        "pattern:n=1, | \"\" is not an option",
    })
    void wrongOptionsAreNamed(String pattern, String part) {
        UsageException e = assertThrows(UsageException.class, () -> Models.find(pattern));
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertTrue(e.getMessage().contains("write: pattern:n=2,m=3"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "(CONV-RELU*2-FC | it ends after 15 characters, where there should be a - or a )",
        "[(CONV-RELU)*2-POOL | it ends after 19 characters, where there should be a - or a ]",
        "[CONV)-FC | \")-FC\" follows after 5 characters",
        "CONV-RULE-FC | \"RULE-FC\" follows after 5 characters, where there should be a bracket or one of INPUT, CONV",
        "CONV*-FC | a number of at most 4 digits",
        "CONV*12345-FC | a number of at most 4 digits",
        "CONV-SOFTMAX-FC | SOFTMAX can only stand at the end",
        "CONV-INPUT-FC | INPUT can only stand at the beginning",
        "(CONV*999)*999-FC | more than 1000 layers",
        "CONV*600-CONV*600-FC | more than 1000 layers",
    })
    void wrongNotationIsShown(String pattern, String part) {
        UsageException e = assertThrows(UsageException.class, () -> Models.find(pattern));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void aLongPatternIsRefused() {
        assertThrows(UsageException.class, () -> Models.find("(".repeat(5000) + "FC-FC" + ")".repeat(5000)));
        assertThrows(UsageException.class, () -> Models.find("CONV-".repeat(400) + "FC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fc.net", "convnet", "softmax.txt", "conv-relu", "resnet-fc2", "models/conv-fc"})
    void namesOfFilesAreNoPatterns(String name) {
        assertFalse(PatternNet.matches(name), name);
    }

    @Test
    void aFileThatExistsIsNoPattern() throws IOException {
        assertTrue(PatternNet.matches("conv-fc"));
        assertFalse(PatternNet.matches("softmax "));
        assertTrue(Files.exists(Files.writeString(folder.resolve("conv-fc"), "input 1x2x2\nfc 2\nsoftmax\n")));
        assertFalse(PatternNet.matches(folder.resolve("conv-fc").toString()));
    }

    private static List<String> layers(Model model) {
        return ModelSummary.of(model, 1).layers().stream().map(row -> row.op() + " " + row.output()).toList();
    }
}
