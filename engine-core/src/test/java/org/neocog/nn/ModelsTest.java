package org.neocog.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.tensor.Shape;

final class ModelsTest {
    @TempDir
    Path folder;

    static List<String> names() {
        return Models.names();
    }

    /** Counted by hand from the layers' sizes: weights and biases. */
    @ParameterizedTest
    @CsvSource({
        "softmax, 7850", "svm, 7850", "mlp, 101770", "mnist-cnn, 3274634", "lenet5, 61706", "mlp-cifar, 1347010",
        "neocognitron, 20506",
    })
    void namedModelsHaveTheParametersOfTheirDefinition(String name, long parameters) {
        assertEquals(parameters, ModelSummary.of(Models.find(name), 1).parameters());
    }

    @Test
    void parametersOfTheMnistNetAreNamedAndLaidOutAsInPyTorch() {
        List<String> parameters = NetListing.build(Models.find("mnist-cnn"), Mode.TRAINING).parameters().stream()
                .map(p -> p.name() + " " + p.shape() + (p.decay() ? " decays" : ""))
                .toList();
        assertEquals(
                List.of(
                        "conv1.weight 32x1x5x5 decays", "conv1.bias 32",
                        "conv2.weight 64x32x5x5 decays", "conv2.bias 64",
                        "fc1.weight 1024x3136 decays", "fc1.bias 1024",
                        "fc2.weight 10x1024 decays", "fc2.bias 10"),
                parameters);
    }

    @Test
    void weightsBeforeAReluBeginWithHeAndOthersWithXavier() {
        Model model = Models.parse("input 1x8x8\nconv 2 3x3\nrelu\nmaxpool 2\nconv 3 3x3\nrelu\nfc 4\nrelu\nfc 2\nsoftmax", "t");
        List<Initializer> initializers = NetListing.build(model, Mode.TRAINING).parameters().stream()
                .map(Parameter::initializer)
                .toList();
        Initializer he = new Initializer.He(FanMode.FAN_IN);
        Initializer zero = new Initializer.Constant(0);
        assertEquals(List.of(he, zero, he, zero, he, zero, new Initializer.XavierUniform(), zero), initializers);
    }

    @Test
    void normalizationsDoNotHideTheReluThatFollowsAndRectifiersCountAsOne() {
        Model model = Models.parse("input 1x8x8\nconv 2 3\nbatchnorm\nrelu\nconv 3 3\nlrn 3\nleakyrelu\nfc 4\nbatchnorm\ngelu\n"
                + "fc 4\nsoftplus\nfc 2\nsoftmax", "t");
        List<Initializer> weights = NetListing.build(model, Mode.INFERENCE).parameters().stream()
                .filter(Parameter::decay)
                .map(Parameter::initializer)
                .toList();
        Initializer he = new Initializer.He(FanMode.FAN_IN);
        Initializer xavier = new Initializer.XavierUniform();
        assertEquals(List.of(he, he, he, xavier, xavier), weights);
    }

    @Test
    void poolingAndDropoutDoNotHideTheReluThatFollows() {
        Model model = Models.parse("input 1x8x8\nconv 2 3x3\nmaxpool 2\ndropout 0.1\nrelu\nfc 4\ntanh\nfc 2\nrelu\nsoftmax", "t");
        List<Initializer> weights = NetListing.build(model, Mode.TRAINING).parameters().stream()
                .filter(Parameter::decay)
                .map(Parameter::initializer)
                .toList();
        Initializer he = new Initializer.He(FanMode.FAN_IN);
        assertEquals(List.of(he, new Initializer.XavierUniform(), he), weights);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aDescriptionGivesTheSameModelAgain(String name) {
        Model model = Models.find(name);
        Model again = Models.parse(model.description(), "elsewhere");
        for (Mode mode : Mode.values()) {
            assertEquals(NetListing.of(model, mode), NetListing.of(again, mode));
        }
        assertEquals(model.description(), again.description());
    }

    @Test
    void aDescriptionWithEveryOptionGivesTheSameModelAgain() {
        Model model = Models.parse("""
                NAME every.option
                \tInput 4x31x29   # a comment
                Convolutional kernel=3x5 filters=8 stride=2x1 pad=1x0 dilation=1x2 groups=2 bias=no init=normal:0.01 name=first
                conv 6 4 pad=same dilation=2 init=he-uniform init-bias=-0.5 activation=TanH
                max_pool 3x2 stride=2 pad=1 remainder=partial
                AVGPOOL 2 stride=1 remainder=drop
                adaptive_avg_pool 6x4
                leaky_relu slope=0.2
                Leaky-ReLU slope=1e-2 name=usual
                ELU alpha=0.5
                elu
                gelu
                soft_plus
                batch_norm
                BatchNorm eps=1e-3
                conv 2 1 activation=leaky_relu
                lrn 5
                LRN size=3 alpha=1e-3 beta=0.5 k=2
                Global_AvgPool
                dropout 0.25
                flatten name=rows
                Dense 7 init=uniform:0.125 activation=relu
                inner_product outputs=5 init=constant:1e-3
                sigmoid
                linear 3 init=xavier-normal
                mse
                recipe optimizer=momentum:momentum=0.95 lr=2.5e-4 schedule=step:at=3/6 weight_decay=1e-5 batch=7 epochs=2 normalize=no
                """, "every");
        assertEquals("""
                name every.option
                input 4x31x29
                conv 8 3x5 stride=2x1 pad=1x0 dilation=1x2 groups=2 init=normal:0.01 bias=no name=first
                conv 6 4x4 pad=same dilation=2 init=he-uniform init-bias=-0.5
                tanh
                maxpool 3x2 stride=2 pad=1 remainder=partial
                avgpool 2x2 stride=1 remainder=drop
                adaptiveavgpool 6x4
                leakyrelu slope=0.2
                leakyrelu name=usual
                elu alpha=0.5
                elu
                gelu
                softplus
                batchnorm
                batchnorm eps=0.001
                conv 2 1x1
                leakyrelu
                lrn 5
                lrn 3 alpha=0.001 beta=0.5 k=2.0
                globalavgpool
                dropout 0.25
                flatten name=rows
                fc 7 init=uniform:0.125
                relu
                fc 5 init=constant:0.001
                sigmoid
                fc 3 init=xavier-normal
                mse
                recipe optimizer=momentum:momentum=0.95 lr=2.5E-4 schedule=step:at=3/6 weight-decay=1.0E-5 batch=7 epochs=2 normalize=no
                """, model.description());
        assertEquals(
                NetListing.of(model, Mode.TRAINING), NetListing.of(Models.parse(model.description(), "x"), Mode.TRAINING));
        assertEquals(3, model.classes());
    }

    @Test
    void recipesAreThoseOfTheLectures() {
        assertEquals(new Recipe("sgd", 0.01, "constant", 0, 100, 10), Models.find("softmax").recipe());
        assertEquals(new Recipe("adam", 0.01, "exponential:factor=0.6", 0, 100, 10, false), Models.find("mlp").recipe());
        assertEquals(new Recipe("adam", 0.001, "cosine:warmup=1e", 0, 100, 5), Models.find("mnist-cnn").recipe());
    }

    @Test
    void anotherInputChangesTheShapesAndTheDescription() {
        Model model = Models.find("mnist-cnn", Optional.of(Shape.of(3, 32, 32)), OptionalInt.of(7));
        assertEquals(Shape.of(3, 32, 32), model.inputShape());
        assertEquals(7, model.classes());
        List<Parameter> parameters = NetListing.build(model, Mode.INFERENCE).parameters();
        assertEquals(Shape.of(32, 3, 5, 5), parameters.get(0).shape());
        assertEquals(Shape.of(1024, 64 * 8 * 8), parameters.get(4).shape());
        assertEquals(Shape.of(7, 1024), parameters.get(6).shape());
        assertEquals(
                NetListing.of(model, Mode.TRAINING), NetListing.of(Models.parse(model.description(), "x"), Mode.TRAINING));
    }

    @Test
    void anInputThatDoesNotSuitIsNamedWithTheLine() {
        NeocogException e = assertThrows(
                NeocogException.class, () -> Models.find("mnist-cnn", Optional.of(Shape.of(1, 30, 30)), OptionalInt.empty()));
        assertTrue(e.getMessage().startsWith("mnist-cnn with input 1x30x30:8: maxpool2: "), e.getMessage());
    }

    @Test
    void classesThatTheNetCannotHaveAreRefused() throws IOException {
        assertThrows(UsageException.class, () -> Models.find("mlp", Optional.empty(), OptionalInt.of(1)));
        Path file = Files.writeString(folder.resolve("a.net"), "input 1x4x4\nconv 3 4x4\nflatten\nsoftmax");
        assertEquals(3, Models.find(file.toString()).classes());
        UsageException e = assertThrows(
                UsageException.class, () -> Models.find(file.toString(), Optional.empty(), OptionalInt.of(4)));
        assertTrue(e.getMessage().contains("an fc"), e.getMessage());
    }

    @Test
    void aFileIsAModelNamedAfterIt() throws IOException {
        Path file = Files.writeString(folder.resolve("my net.v2.txt"), "\uFEFFinput 1x2x2\r\nfc 2\r\nsvm\r\n");
        Model model = Models.find(file.toString());
        assertEquals("my-net.v2", model.name());
        assertEquals(LossKind.HINGE, model.loss());
        assertEquals(Recipe.defaults(), model.recipe());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist-cn", "", "no/such/file.net", "nul\0character"})
    void anUnknownNameListsTheModels(String name) {
        UsageException e = assertThrows(UsageException.class, () -> Models.find(name));
        assertTrue(e.getMessage().contains("models: softmax, mlp, mnist-cnn, lenet5, mlp-cifar"), e.getMessage());
        assertEquals(name.equals("mnist-cn"), e.getMessage().contains("did you mean mnist-cnn? "));
    }

    @Test
    void aFolderIsNoModel() {
        NeocogException e = assertThrows(NeocogException.class, () -> Models.find(folder.toString()));
        assertTrue(e.getMessage().contains("not a regular file"), e.getMessage());
    }

    @Test
    void aFileThatIsNoTextIsNoModel() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'i', 'n', 0, 1});
        assertTrue(message(binary).endsWith("binary: byte 2 is 0x00, so it is no text; a net description is a text file"));
        Path latin = Files.write(folder.resolve("latin"), new byte[] {'#', (byte) 0xE9, '\n'});
        assertTrue(message(latin).contains("not UTF-8"));
        Path large = Files.writeString(folder.resolve("large"), "#".repeat((1 << 20) + 1));
        assertTrue(message(large).contains("longer than 1 MB"));
    }

    @Test
    void aFileOfTheLargestSizeIsRead() throws IOException {
        String net = "input 1x2x2\nfc 2\nsoftmax\n";
        Path file = Files.writeString(folder.resolve("full"), net + "#".repeat((1 << 20) - net.length()));
        assertEquals(2, Models.find(file.toString()).classes());
    }

    /** Work that grows with the square of the layers would not end here. */
    @Test
    void aNetOfAHundredThousandLayersIsRead() {
        for (String layer : List.of("flatten\n", "dropout 0.5\n")) {
            Model model = Models.parse("input 1x2x2\nfc 2\n" + layer.repeat(100_000) + "softmax", "deep");
            assertEquals(100_001, ModelSummary.of(model, 1).layers().size());
        }
    }

    @Test
    void anInputThatIsNoImageIsRefused() {
        for (Shape shape : List.of(Shape.of(784), Shape.of(2, 1, 28, 28), Shape.of(1, Integer.MAX_VALUE, 1))) {
            Optional<Shape> input = Optional.of(shape);
            assertThrows(UsageException.class, () -> Models.find("softmax", input, OptionalInt.empty()), shape.toString());
        }
    }

    @Test
    void inputsAreReadFromText() {
        assertEquals(Shape.of(3, 32, 16), Models.inputShape("3x32x16"));
        for (String text : List.of("", "3", "3x32", "0x1x1", "1x1x1x1", "-1x2x2", "3x32xx32", "99999x99999x99999", "ax1x1")) {
            assertThrows(UsageException.class, () -> Models.inputShape(text), text);
        }
    }

    private static String message(Path file) {
        return assertThrows(NeocogException.class, () -> Models.find(file.toString())).getMessage();
    }
}
