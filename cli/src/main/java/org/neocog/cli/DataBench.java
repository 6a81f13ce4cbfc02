package org.neocog.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.neocog.NeocogException;
import org.neocog.data.Batch;
import org.neocog.data.BatchLoader;
import org.neocog.data.DataFolder;
import org.neocog.data.DataOptions;
import org.neocog.data.Dataset;
import org.neocog.data.Prefetcher;
import org.neocog.nn.Model;

/** Times the loading of a folder's training images, in shuffled batches as training takes them. */
final class DataBench {
    private static final long SEED = 0;
    /** Of the time that is measured, so that the JVM has compiled the decoding. */
    private static final double WARM_UP = 0.4;

    private final Path folder;
    private final DataOptions options;
    private final int batch;
    private final double seconds;

    DataBench(Path folder, DataOptions options, int batch, double seconds) {
        this.folder = folder;
        this.options = options;
        this.batch = batch;
        this.seconds = seconds;
    }

    /**
     * A rate, and the share of the time in which whoever took the batches waited for one.
     *
     * @param imagesPerProcessorSecond the rate by the processors' time that this process was given, which others that run
     *     on the machine take nothing of; NaN where the system does not count it
     */
    record Rate(double imagesPerSecond, double imagesPerProcessorSecond, double dataWait) {
        JsonObject json() {
            JsonObject json = new JsonObject();
            json.add("imagesPerSecond", Json.number(imagesPerSecond));
            json.add("imagesPerProcessorSecond", Json.number(imagesPerProcessorSecond));
            json.add("dataWait", Json.number(dataWait));
            return json;
        }
    }

    /** What was measured: loading alone, and training on the way the images come in training. */
    record Report(
            Path folder,
            Dataset data,
            DataOptions options,
            double openSeconds,
            Optional<Rate> fromFiles,
            Optional<Rate> fromMemory,
            Optional<Rate> training) {
        List<String> skipped() {
            return data.skipped();
        }

        JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("data", folder.toString());
            json.addProperty("images", data.size());
            json.add("imageShape", Json.array(data.imageShape().toArray()));
            json.addProperty("augmentation", options.augmentation().toString());
            json.addProperty("workers", options.workerThreads());
            json.add("openSeconds", Json.number(openSeconds));
            json.add("fromFiles", json(fromFiles));
            json.add("fromMemory", json(fromMemory));
            json.add("training", json(training));
            json.addProperty("skipped", data.skipped().size());
            return json;
        }

        private static JsonElement json(Optional<Rate> rate) {
            return rate.map(found -> (JsonElement) found.json()).orElse(JsonNull.INSTANCE);
        }

        List<String> lines() {
            TextTable table = new TextTable(TextTable.Align.LEFT, TextTable.Align.LEFT);
            table.row("data", folder + ", " + data.size() + " images that come out as " + data.imageShape());
            table.row("augmentation", options.augmentation().toString());
            table.row("workers", Integer.toString(options.workerThreads()));
            table.row("opening", String.format(Locale.ROOT, "%.1f s", openSeconds));
            fromFiles.ifPresent(rate -> table.row("images/s from files", text(rate)));
            fromMemory.ifPresent(rate -> table.row("images/s from memory", text(rate)));
            training.ifPresent(rate -> table.row("images/s in training", text(rate.imagesPerSecond())
                    + String.format(Locale.ROOT, "; %.1f %% of the time waiting for images", 100 * rate.dataWait())));
            return table.lines();
        }

        private static String text(Rate rate) {
            return text(rate.imagesPerSecond())
                    + (Double.isNaN(rate.imagesPerProcessorSecond())
                            ? ""
                            : "; " + text(rate.imagesPerProcessorSecond()) + " for each second of a processor's time");
        }

        private static String text(double rate) {
            return String.format(Locale.ROOT, "%,.0f", rate);
        }
    }

    /** Loading alone. */
    Report measure() {
        return measure(options, Optional.empty());
    }

    /**
     * Loading, and training steps that take what is loaded.
     *
     * @throws NeocogException if the model cannot take the images
     */
    Report measure(Model model, BenchStep step) {
        DataOptions fitting = options.withChannels(model.inputShape().dim(0));
        return measure(fitting, Optional.of(new Training(model, step)));
    }

    private record Training(Model model, BenchStep step) {
        void check(Dataset data) {
            ModelSizes.requireFit(model, data);
            if (step.batch() > data.size()) {
                throw new NeocogException("--batch " + step.batch() + " is larger than the " + data.size() + " images");
            }
        }
    }

    private Report measure(DataOptions reading, Optional<Training> training) {
        long start = System.nanoTime();
        Dataset data = DataFolder.openTraining(folder, reading);
        double openSeconds = (System.nanoTime() - start) / 1e9;
        training.ifPresent(steps -> steps.check(data));
        Dataset files = DataFolder.openTraining(folder, reading.withMemory(0));
        return new Report(
                folder,
                data,
                reading,
                openSeconds,
                files.inMemory() ? Optional.empty() : Optional.of(rate(files, _ -> {})),
                data.inMemory() ? Optional.of(rate(data, _ -> {})) : Optional.empty(),
                training.map(steps -> rate(data, steps.step()::run)));
    }

    private Rate rate(Dataset data, Consumer<Batch> step) {
        BatchLoader loader = new BatchLoader(data, Math.min(batch, data.size()), SEED, true)
                .withWorkers(options.workerThreads());
        Clock clock = new Clock();
        for (int epoch = 0; !clock.done(); epoch++) {
            try (Prefetcher batches = new Prefetcher(loader, epoch, 0)) {
                while (batches.hasNext() && !clock.done()) {
                    long waited = batches.waitedNanos();
                    Batch next = batches.next();
                    if (next.size() == loader.batchSize()) { // Steps are planned for whole batches.
                        step.accept(next);
                    }
                    clock.add(next.size(), batches.waitedNanos() - waited);
                }
            }
        }
        return clock.rate();
    }

    /** Counts images from the end of the warm-up on. */
    private final class Clock {
        private final long begin = System.nanoTime();
        private long start;
        private double processorStart;
        private long now = begin;
        private long images;
        private long waited;

        boolean done() {
            return start != 0 && now - start >= seconds * 1e9;
        }

        void add(int count, long wait) {
            now = System.nanoTime();
            if (start != 0) {
                images += count;
                waited += wait;
            } else if (now - begin >= WARM_UP * seconds * 1e9) {
                start = now;
                processorStart = processorSeconds();
            }
        }

        Rate rate() {
            double processors = processorSeconds() - processorStart;
            return new Rate(
                    images / ((now - start) / 1e9),
                    processors > 0 ? images / processors : Double.NaN,
                    (double) waited / (now - start));
        }

        private static double processorSeconds() {
            return ProcessHandle.current().info().totalCpuDuration().map(time -> time.toNanos() / 1e9).orElse(Double.NaN);
        }
    }
}
