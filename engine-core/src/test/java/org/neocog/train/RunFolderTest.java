package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.NeocogException;
import org.neocog.checkpoint.JsonLines;
import org.neocog.data.DataOptions;
import org.neocog.data.Normalization;
import org.neocog.data.augment.Augmentation;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Precision;
import org.neocog.nn.Recipe;

final class RunFolderTest {
    private static final TrainConfig CONFIG = new TrainConfig(
            "tiny",
            "input 1x2x2\nfc 2\nsoftmax\n",
            new DataConfig(
                    "some/where \"quoted\" ü",
                    0.1,
                    new Normalization(List.of(0.1, 1.0 / 3), List.of(0.3, 0.7)),
                    List.of("null", "<one>"),
                    DataOptions.defaults()
                            .withAugmentation(Augmentation.parse("scale=8:9,crop=7,shift=2,flip,jitter=0.1:0.2:0.3,cutout=3"))
                            .withSkipBad(true)
                            .withWorkers(3)),
            new Recipe("adam:beta1=0.8", 1e-3, "cosine", 5e-4, 100, 5),
            Long.MIN_VALUE + 1,
            "cpu",
            2,
            50,
            new Numerics(ConvolutionMethod.CUDNN, Precision.TF32, true),
            new TrainingOptions(
                    1, 0.5, true, 0.999, 3, 0.1, 0.2, 2, Optional.of("/another/run"), List.of("conv*", "fc?.bias")));

    @TempDir
    private Path temp;

    private Path path;
    private RunFolder run;

    @BeforeEach
    void folder() {
        path = temp.resolve("a/run");
        run = new RunFolder(path);
    }

    @Test
    void theConfigurationComesBackAsItWas() {
        assertFalse(run.exists());
        try (RunLock _ = run.lock()) {
            run.requireNew();
            run.write(CONFIG);
        }
        assertTrue(run.exists());
        assertEquals(CONFIG, run.config());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "\"format\": 2|\"format\": 3|has the format 3, but this version of Neocog reads 1 to 2; use the version that wrote it",
        "\"format\": 2|\"format\": 0|has the format 0, but this version of Neocog reads 1 to 2; use the version that wrote it",
        "\"seed\": -9223372036854775807,||the key \"seed\" is missing (was it written by another version of Neocog?)",
        "\"batch\": 100,||the key \"recipe.batch\" is missing (was it written by another version of Neocog?)",
        "\"threads\"|\"cores\"|the key \"threads\" is missing (was it written by another version of Neocog?)",
        "\"format\": 2|\"format\": 2, \"augment\": true|unknown key \"augment\"; known here: format, modelName, model, data,"
                + " recipe, seed, device, threads, checkpointSteps, numerics, training (was it written by another version of Neocog?)",
        "\"batch\": 100|\"batch\": 0|\"recipe.batch\" is 0, not a whole number",
        "\"batch\": 100|\"batch\": 99.5|\"recipe.batch\" is 99.5, not a whole number",
        "\"batch\": 100|\"batch\": \"100\"|\"recipe.batch\" is \"100\", not a whole number",
        "\"learningRate\": 0.001|\"learningRate\": -1|the learning rate must be above 0, not -1.0",
        "\"validationSplit\": 0.1|\"validationSplit\": 1|a validation split is at least 0 and below 1, not 1.0",
        "\"device\": \"cpu\"|\"device\": null|\"device\" is null, not a text",
        "\"averaging\": 0.999|\"averaging\": 1|averaging is at least 0 and below 1, not 1.0",
        "\"patience\": 3|\"patience\": -3|\"training.patience\" is -3, not a whole number from 0 to 2147483647",
        "\"mixup\"|\"mixin\"|unknown key \"training.mixin\"; known here: clipNorm, clipValue, decayAll, averaging, patience,"
                + " labelSmoothing, mixup, snapshotEvery, initFrom, freeze (was it written by another version of Neocog?)",
        "\"tf32\"|\"fp16\"|\"numerics.precision\" is \"fp16\", not one of fp32, tf32, bf16",
        "\"skipBad\": true|\"skipBad\": 1|\"data.options.skipBad\" is 1, not true or false",
        "crop=7|crop=77|--augment scale=8:9,crop=77,shift=2,flip,jitter=0.1:0.2:0.3,cutout=3: scale=8:9 makes pictures smaller"
                + " than crop=77; begin at scale=77",
        "\"<one>\"|1|\"data.labels\" is [\"null\",1], not a list of texts",
    })
    void aConfigurationOfAnotherVersionIsToldSo(String part, String instead, String message) throws IOException {
        try (RunLock _ = run.lock()) {
            run.write(CONFIG);
        }
        Path file = path.resolve("config.json");
        String text = Files.readString(file);
        assertTrue(text.contains(part), text);
        Files.writeString(file, text.replace(part, instead == null ? "" : instead));
        String found = assertThrows(NeocogException.class, run::config).getMessage();
        assertEquals(file + ": " + message, found.replaceFirst(" from 1 to 2147483647$", ""));
    }

    @Test
    void whatIsNotDoneIsNotWritten() throws IOException {
        try (RunLock _ = run.lock()) {
            run.write(CONFIG.withTraining(TrainingOptions.none()));
        }
        assertTrue(Files.readString(path.resolve("config.json")).contains("\"training\": {}"));
        assertEquals(TrainingOptions.none(), run.config().training());
    }

    @Test
    void aConfigurationOfTheFirstFormatHasWhatThereWasNoChoiceAboutThen() throws IOException {
        try (RunLock _ = run.lock()) {
            run.write(CONFIG);
        }
        Path file = path.resolve("config.json");
        String text = Files.readString(file);
        String first = text.substring(0, text.indexOf(",\n  \"numerics\"")).replace("\"format\": 2", "\"format\": 1");
        Files.writeString(file, first.replaceFirst(",\\s*\"options\": \\{[^}]*}", "") + "\n}\n");
        DataConfig data = CONFIG.data();
        assertEquals(
                new TrainConfig(
                        CONFIG.modelName(), CONFIG.model(),
                        new DataConfig(data.path(), data.validationSplit(), data.normalization(), data.labels()),
                        CONFIG.recipe(), CONFIG.seed(), CONFIG.device(), CONFIG.threads(), CONFIG.checkpointSteps(),
                        Numerics.defaults(), TrainingOptions.none()),
                run.config());
    }

    @Test
    void aConfigurationThatIsNoJsonIsToldSo() throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("config.json"), "{\"format\": 1");
        assertEquals(
                path.resolve("config.json") + ": is not a JSON object",
                assertThrows(NeocogException.class, run::config).getMessage());
    }

    @Test
    void aFolderWithoutARunIsToldSo() {
        assertEquals(
                path + ": no run here; the folder of a run holds config.json",
                assertThrows(NeocogException.class, run::config).getMessage());
        assertTrue(run.metrics().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"config.json", "metrics.jsonl", "checkpoints"})
    void aFolderWithARunTakesNoOther(String name) throws IOException {
        Files.createDirectories(path.resolve(name));
        assertEquals(
                path + ": holds a run already (there is a " + name + "); resume it, or choose another folder",
                assertThrows(NeocogException.class, run::requireNew).getMessage());
    }

    @Test
    void aFolderWithOtherThingsTakesARun() throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("notes.txt"), "mine");
        try (RunLock _ = run.lock()) {
            run.requireNew();
        }
    }

    @Test
    void oneTrainingAtATime() {
        try (RunLock _ = run.lock()) {
            assertEquals(
                    path + ": a training is running here; wait for its end, or choose another folder",
                    assertThrows(NeocogException.class, run::lock).getMessage());
        }
        run.lock().close();
    }

    @Test
    void aFolderThatCannotBeMadeIsToldSo() throws IOException {
        Files.writeString(temp.resolve("a"), "a file in the way");
        String message = assertThrows(NeocogException.class, run::lock).getMessage();
        assertTrue(message.startsWith(path.toString()), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void aFolderThatIsAFileIsToldSo() throws IOException {
        Files.createDirectories(temp.resolve("a"));
        Files.writeString(path, "a file in the way");
        assertEquals(
                path + ": cannot be made: a file is in the way",
                assertThrows(NeocogException.class, run::lock).getMessage());
    }

    @Test
    void metricsComeBackAndAreCutToTheCheckpoint() {
        EpochMetrics first = new EpochMetrics(1, 0.1, 0.9, 1.0 / 3, 0.5, 0.001f, 2.5, 1000);
        EpochMetrics second = new EpochMetrics(2, 0.05, 0.95, 0.25, 0.75, 1e-4f, 2, 1200);
        try (RunLock _ = run.lock(); JsonLines lines = run.openMetrics(0)) {
            lines.append(first.toJson());
            lines.append(second.toJson());
        }
        assertEquals(List.of(first, second), run.metrics());
        run.openMetrics(1).close();
        assertEquals(List.of(first), run.metrics());
        assertEquals(
                path.resolve("metrics.jsonl") + ": has 1 lines, but the last checkpoint was taken after 2 epochs; put the"
                        + " missing lines back",
                assertThrows(NeocogException.class, () -> run.openMetrics(2)).getMessage());
        assertEquals(List.of(first), run.metrics());
    }

    @Test
    void theBetterEpochIsTheMoreAccurateThenTheOneWithTheLowerLoss() {
        EpochMetrics epoch = new EpochMetrics(1, 0, 0, 0.5, 0.9, 1, 1, 1);
        assertTrue(new EpochMetrics(2, 0, 0, 0.7, 0.91, 1, 1, 1).betterThan(epoch));
        assertTrue(new EpochMetrics(2, 0, 0, 0.4, 0.9, 1, 1, 1).betterThan(epoch));
        assertFalse(new EpochMetrics(2, 0, 0, 0.5, 0.9, 1, 1, 1).betterThan(epoch));
        assertFalse(new EpochMetrics(2, 0, 0, 0.1, 0.89, 1, 1, 1).betterThan(epoch));
    }
}
