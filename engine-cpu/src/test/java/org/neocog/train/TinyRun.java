package org.neocog.train;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.neocog.checkpoint.Checkpoint;
import org.neocog.checkpoint.CheckpointStore;
import org.neocog.data.ByteDataset;
import org.neocog.data.Dataset;
import org.neocog.data.Normalization;
import org.neocog.data.Splits;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.Recipe;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;

/**
 * A training that takes milliseconds and has all that can go wrong in a resumed one: dropout, Adam, a short last batch in
 * training and validation, and a learning rate that depends on the validation losses.
 */
final class TinyRun {
    static final int BATCH = 5;
    static final int BATCHES = 5;
    static final Normalization NORMALIZATION = new Normalization(List.of(0.4), List.of(0.3));
    private static final int EXAMPLES = 23;
    private static final int VALIDATION = 7;
    private static final int CLASSES = 3;

    private TinyRun() {}

    static Model model() {
        return Models.parse("""
                input 1x6x6
                conv 4 3x3 pad=same
                relu
                maxpool 2x2
                fc 8
                relu
                dropout 0.5
                fc 3
                softmax
                """, "tiny");
    }

    /** Noise, brighter in the third of the rows that the class says. */
    static Splits data() {
        return TrainingData.normalized(
                new Splits(examples(EXAMPLES, "train"), examples(VALIDATION, "validation")), NORMALIZATION);
    }

    private static Dataset examples(int count, String part) {
        int[] classes = IntStream.range(0, count).map(i -> i * 5 % CLASSES).toArray();
        float[] noise = new float[count * 36];
        RandomStream.named(7, part).uniform(noise, 0, 200);
        byte[] pixels = new byte[noise.length];
        for (int i = 0; i < pixels.length; i++) {
            boolean bright = i % 36 / 12 == classes[i / 36];
            pixels[i] = (byte) (int) (noise[i] + (bright ? 55 : 0));
        }
        return new ByteDataset(Shape.of(1, 6, 6), pixels, classes, List.of("top", "middle", "bottom"));
    }

    static Recipe recipe() {
        return new Recipe("adam", 0.02, "plateau:patience=0,factor=0.5,threshold=0.2", 1e-3, BATCH, 3);
    }

    static TrainConfig config(Recipe recipe, long seed, int checkpointSteps) {
        return config(model(), data(), recipe, seed, checkpointSteps);
    }

    static TrainConfig config(Model model, Splits data, Recipe recipe, long seed, int checkpointSteps) {
        return new TrainConfig(
                model.name(),
                model.description(),
                new DataConfig("synthetic", 0, data.train().normalization(), data.train().labels()),
                recipe,
                seed,
                "cpu",
                0,
                checkpointSteps);
    }

    static TrainConfig config() {
        return config(recipe(), 42, 0);
    }

    /** Whatever can be done beside the recipe, at once, but for beginning with other weights. */
    static TrainConfig withEverything() {
        return config().withTraining(new TrainingOptions(
                0.5, 0.2, true, 0.8, 3, 0.1, 0.4, 1, Optional.empty(), List.of("conv1.bias")));
    }

    static Device cpu(int threads) {
        return Devices.open("cpu", new DeviceOptions(threads));
    }

    /** A trainer in the folder; call {@code run} or {@code resume}. */
    static Trainer trainer(Device device, TrainConfig config, Path folder, TrainListener listener) {
        return new Trainer(device, model(), data(), config, new RunFolder(folder), listener);
    }

    static TrainResult train(TrainConfig config, Path folder) {
        try (Device device = cpu(2)) {
            return trainer(device, config, folder, TrainListener.none()).run();
        }
    }

    static TrainResult resume(TrainConfig config, Path folder) {
        try (Device device = cpu(2)) {
            return trainer(device, config, folder, TrainListener.none()).resume();
        }
    }

    /** Everything that a run left behind, bit by bit, but for the times that it took. */
    static Map<String, String> traces(Path folder) {
        RunFolder run = new RunFolder(folder);
        Map<String, String> traces = new TreeMap<>();
        add(traces, "last", run.checkpoints().loadLast());
        add(traces, "best", run.checkpoints().loadBest());
        for (Path snapshot : run.snapshots().list()) {
            add(traces, snapshot.getFileName().toString(), new CheckpointStore(snapshot).loadLast());
        }
        for (EpochMetrics epoch : run.metrics()) {
            traces.put("epoch " + epoch.epoch(), timeless(epoch.toJson()).toString());
        }
        return traces;
    }

    private static void add(Map<String, String> traces, String name, Checkpoint checkpoint) {
        traces.put(name, timeless(checkpoint.state()).toString());
        bits(checkpoint).forEach((tensor, bits) -> traces.put(name + " " + tensor, bits.toString()));
    }

    static SequencedMap<String, List<Integer>> bits(Checkpoint checkpoint) {
        SequencedMap<String, List<Integer>> bits = new LinkedHashMap<>();
        checkpoint.tensors().forEach((name, tensor) -> bits.put(
                name, IntStream.range(0, tensor.floats().length)
                        .mapToObj(i -> Float.floatToRawIntBits(tensor.floats()[i]))
                        .toList()));
        return bits;
    }

    private static JsonObject timeless(JsonObject json) {
        JsonObject copy = json.deepCopy();
        copy.remove("seconds");
        copy.remove("imagesPerSecond");
        copy.remove("waited");
        copy.remove("dataWait");
        for (String part : List.of("sums", "best", "epoch")) {
            if (copy.has(part) && copy.get(part).isJsonObject()) {
                copy.add(part, timeless(copy.getAsJsonObject(part)));
            }
        }
        return copy;
    }
}
