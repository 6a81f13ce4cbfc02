package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;
import org.neocog.checkpoint.Safetensors;
import org.neocog.device.Device;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.Recipe;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

final class TransferTest {
    @TempDir
    private Path temp;

    private Path source;
    private Map<String, HostTensor> best;
    private final List<Transfer> transfers = new ArrayList<>();

    @BeforeEach
    void trainTheSource() {
        source = temp.resolve("source");
        TinyRun.train(TinyRun.config(), source);
        best = TrainedModel.load(source, CheckpointKind.BEST).weights();
    }

    /** As TinyRun's, with 9 hidden units in the place of 8. */
    private static Model wider() {
        return Models.parse(TinyRun.model().description().replaceFirst("(?m)^fc .*8.*$", "fc 9\n"), "wider");
    }

    private static TrainConfig config(Model model, Path from, int epochs) {
        return TinyRun.config(model, TinyRun.data(), new Recipe("sgd", 1e-30, "constant", 0, 5, epochs), 1, 0)
                .withTraining(TrainingOptions.none().withInitFrom(from.toString()));
    }

    private Trainer trainer(Device device, Model model, Path from, String folder, TrainListener listener) {
        return new Trainer(
                device, model, TinyRun.data(), config(model, from, 1), new RunFolder(temp.resolve(folder)), listener);
    }

    private Map<String, HostTensor> train(Model model, Path from, String folder) {
        try (Device device = TinyRun.cpu(1)) {
            trainer(device, model, from, folder, new TrainListener() {
                @Override
                public void transferred(Transfer transfer) {
                    transfers.add(transfer);
                }
            }).run();
        }
        return new RunFolder(temp.resolve(folder)).checkpoints().loadLast().tensors();
    }

    private String failure(Path from) {
        String message =
                assertThrows(NeocogException.class, () -> train(TinyRun.model(), from, "failed")).getMessage();
        assertFalse(new RunFolder(temp.resolve("failed")).exists(), "no run is begun");
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @Test
    void aRunBeginsWithTheBestWeightsOfAnother() {
        Map<String, HostTensor> weights = train(TinyRun.model(), source, "run");
        best.forEach((name, tensor) -> assertArrayEquals(tensor.floats(), weights.get(name).floats(), name));
        assertEquals(
                List.of(new Transfer(source.toString(), List.copyOf(best.keySet()), List.of(), List.of())), transfers);
    }

    @Test
    void whatHasAnotherShapeIsInitialisedAfreshAndListed() {
        Map<String, HostTensor> weights = train(wider(), source, "run");
        assertArrayEquals(best.get("conv1.weight").floats(), weights.get("conv1.weight").floats());
        assertArrayEquals(best.get("fc2.bias").floats(), weights.get("fc2.bias").floats());
        Transfer transfer = transfers.getFirst();
        assertEquals(List.of("conv1.weight", "conv1.bias", "fc2.bias"), transfer.taken());
        assertEquals(
                List.of(
                        "fc1.weight (9x36:f32 here, 8x36:f32 there)",
                        "fc1.bias (9:f32 here, 8:f32 there)",
                        "fc2.weight (3x9:f32 here, 3x8:f32 there)"),
                transfer.fresh().stream().map(Transfer.Fresh::toString).toList());
        train(wider(), temp.resolve("run"), "again");
        assertEquals(List.of(), transfers.getLast().fresh());
    }

    @Test
    void averagedWeightsAreTakenWhereThereAreAny() {
        TinyRun.train(TinyRun.withEverything(), temp.resolve("averaged"));
        Map<String, HostTensor> weights = train(TinyRun.model(), temp.resolve("averaged"), "run");
        Map<String, HostTensor> checkpoint = new RunFolder(temp.resolve("averaged")).checkpoints().loadBest().tensors();
        assertArrayEquals(checkpoint.get("average/fc1.weight").floats(), weights.get("fc1.weight").floats());
    }

    @Test
    void aSafetensorsFileServesAsWell() {
        Map<String, HostTensor> some = new LinkedHashMap<>();
        some.put("fc1.weight", best.get("fc1.weight"));
        some.put("features.0.weight", HostTensor.scalar(1));
        some.put("fc2.bias", HostTensor.of(Shape.of(3), new int[] {1, 2, 3}));
        Path file = temp.resolve("weights.safetensors");
        Safetensors.write(file, some, Map.of());
        Map<String, HostTensor> weights = train(TinyRun.model(), file, "run");
        assertArrayEquals(best.get("fc1.weight").floats(), weights.get("fc1.weight").floats());
        assertEquals(List.of("fc1.weight"), transfers.getFirst().taken());
        assertEquals(List.of("features.0.weight"), transfers.getFirst().unused());
        assertTrue(transfers.getFirst().fresh().toString().contains("fc2.bias (3:f32 here, 3:i32 there)"));
    }

    @Test
    void whatCannotServeIsToldSo() throws IOException {
        assertEquals(
                "--init-from " + temp.resolve("none") + ": is neither a run nor a safetensors file",
                failure(temp.resolve("none")));
        Path other = temp.resolve("other.safetensors");
        Safetensors.write(other, Map.of("features.0.weight", HostTensor.scalar(1)), Map.of());
        assertEquals(
                "--init-from " + other + ": has no tensor in common with the model, which has conv1.weight, conv1.bias,"
                        + " fc1.weight, fc1.bias, fc2.weight, fc2.bias; there are features.0.weight. Names and shapes must"
                        + " agree",
                failure(other));
        Path poisoned = temp.resolve("poisoned.safetensors");
        Safetensors.write(poisoned, Map.of("fc2.bias", HostTensor.of(Shape.of(3), new float[] {1, Float.NaN, 3})), Map.of());
        assertEquals(
                "--init-from " + poisoned + ": a number in fc2.bias is NaN; training cannot begin with such weights",
                failure(poisoned));
        Path text = Files.writeString(temp.resolve("text.safetensors"), "not tensors");
        assertTrue(failure(text).startsWith(text.toString()));
        Files.delete(source.resolve("checkpoints/best.json"));
        assertEquals(
                "--init-from " + source + ": the run has no best checkpoint before the end of its first epoch",
                failure(source));
    }

    @Test
    void theSourceIsNotNeededAnyMoreOnceTheRunHasBegun() throws IOException {
        Path run = temp.resolve("run");
        try (Device device = TinyRun.cpu(1)) {
            Trainer trainer = trainer(device, TinyRun.model(), source, "run", new TrainListener() {
                @Override
                public void step(StepMetrics metrics) {
                    throw new IllegalStateException("on purpose");
                }
            });
            assertThrows(IllegalStateException.class, trainer::run);
        }
        assertEquals(0, new RunFolder(run).checkpoints().loadLast().step());
        Files.move(source, temp.resolve("gone"));
        TinyRun.resume(config(TinyRun.model(), source, 1), run);
        Map<String, HostTensor> weights = new RunFolder(run).checkpoints().loadLast().tensors();
        best.forEach((name, tensor) -> assertArrayEquals(tensor.floats(), weights.get(name).floats(), name));
    }
}
