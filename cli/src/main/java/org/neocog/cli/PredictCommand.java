package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.neocog.data.ImageSource;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.train.ClassProbability;
import org.neocog.train.Prediction;
import org.neocog.train.Numerics;
import org.neocog.train.Predictor;
import org.neocog.train.PredictorOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code neocog predict}. */
@Command(
        name = "predict",
        description = {
            "Says what a trained network sees in each picture: the five likeliest classes with their probabilities.",
            "",
            "Pictures are scaled and their middle cropped as the run's test pictures were (its --augment); where they"
                    + " were not, they have the height and width that the network takes. Colour is turned into grey"
                    + " where the network takes one channel. If one file cannot be read, nothing is predicted."
        },
        footer = {
            "  neocog predict --run runs/digits test-data/images/*.png",
            "  neocog predict --run runs/digits --json digit.png | jq -r '.[0].top[0].label'",
            "  neocog predict --run runs/digits t10k-images-idx3-ubyte.gz"
        })
final class PredictCommand implements Callable<Integer> {
    private static final int TOP = 5;

    private final Console console;

    @Mixin
    private RunChoice choice;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "PNG or JPEG pictures, or IDX files (plain or gzip), each image of which is predicted.")
    private List<Path> files;

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    /** What was predicted for one image of a file. */
    private record Answer(Path file, int image, int images, List<ClassProbability> top) {}

    PredictCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PredictorOptions options = PredictorOptions.defaults()
                .withDevice(device.device().orElse("cpu"))
                .withThreads(device.threads().orElse(0))
                .withNumerics(Numerics.of(device.options()))
                .withCheckpoint(choice.checkpoint());
        List<Answer> answers = new ArrayList<>();
        try (Predictor predictor = Predictor.open(choice.run(), options)) {
            List<ImageSource> sources = files.stream()
                    .map(predictor::images)
                    .toList();
            for (int i = 0; i < files.size(); i++) {
                predict(predictor, files.get(i), sources.get(i), options.maxBatch(), answers);
            }
        }
        if (common.json()) {
            JsonArray list = new JsonArray();
            answers.forEach(answer -> list.add(json(answer)));
            console.print(list);
        } else {
            print(answers);
        }
        return ExitCode.DONE;
    }

    private static void predict(
            Predictor predictor, Path file, ImageSource images, int batch, List<Answer> answers) {
        Shape shape = predictor.inputShape();
        for (int first = 0; first < images.size(); first += batch) {
            int count = Math.min(batch, images.size() - first);
            HostTensor tensor = HostTensor.of(shape.prepend(count), new float[count * shape.elements()]);
            for (int i = 0; i < count; i++) {
                images.read(first + i, tensor.floats(), i * shape.elements());
            }
            List<Prediction> predictions = predictor.predict(tensor);
            for (int i = 0; i < count; i++) {
                answers.add(new Answer(file, first + i, images.size(), predictions.get(i).top(TOP)));
            }
        }
    }

    private void print(List<Answer> answers) {
        TextTable.Align[] columns = new TextTable.Align[1 + TOP];
        Arrays.fill(columns, TextTable.Align.LEFT);
        TextTable table = new TextTable(columns);
        for (Answer answer : answers) {
            String[] cells = new String[columns.length];
            Arrays.fill(cells, "");
            cells[0] = answer.images() == 1 ? answer.file().toString() : answer.file() + "[" + answer.image() + "]";
            for (int i = 0; i < answer.top().size(); i++) {
                ClassProbability guess = answer.top().get(i);
                cells[i + 1] = String.format(Locale.ROOT, "%s %.2f %%", guess.label(), 100 * guess.probability());
            }
            table.row(cells);
        }
        table.lines().forEach(console::print);
    }

    private static JsonObject json(Answer answer) {
        JsonArray top = new JsonArray();
        for (ClassProbability guess : answer.top()) {
            JsonObject one = new JsonObject();
            one.addProperty("label", guess.label());
            one.addProperty("index", guess.index());
            one.add("probability", Json.number(guess.probability()));
            top.add(one);
        }
        JsonObject json = new JsonObject();
        json.addProperty("file", answer.file().toString());
        json.addProperty("image", answer.image());
        json.add("top", top);
        return json;
    }
}
