package org.neocog.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neocog.NeocogException;
import org.neocog.train.EpochMetrics;
import org.neocog.train.RunFolder;
import org.neocog.visual.PngFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code neocog view curves}. */
@Command(
        name = "curves",
        description = {
            "Shows how a training went: loss and accuracy of training and validation by epoch, as lines of bars or, with"
                    + " --out, as a picture.",
            "",
            "'train' writes the same picture to RUN/curves.png after each epoch. A validation loss that rises while the"
                    + " training loss still falls says that the network overfits."
        },
        footer = {"  neocog view curves --run runs/digits", "  neocog view curves --run runs/digits --out curves.png"})
final class ViewCurvesCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--run", paramLabel = "RUN", required = true, description = "The folder of the run.")
    private Path run;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            converter = PngName.class,
            description = "The PNG to write; a file that is there is replaced.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private ResultOptions common;

    ViewCurvesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunFolder folder = new RunFolder(run);
        folder.config();
        List<EpochMetrics> epochs = folder.metrics();
        if (epochs.isEmpty()) {
            throw new NeocogException(run + ": no epoch has ended yet, so there are no curves");
        }
        out.ifPresent(file -> PngFile.write(file, CurvesPicture.draw(epochs)));
        if (common.json()) {
            JsonArray lines = new JsonArray();
            epochs.forEach(epoch -> lines.add(epoch.toJson()));
            JsonObject result = new JsonObject();
            out.ifPresent(file -> result.addProperty("picture", file.toString()));
            result.add("epochs", lines);
            console.print(result);
        } else if (out.isPresent()) {
            new ViewReport().picture(out.get()).count("epochs", epochs.size()).print(console, false);
        } else {
            CurvesText.lines(epochs, console.width()).forEach(console::print);
        }
        return ExitCode.DONE;
    }
}
