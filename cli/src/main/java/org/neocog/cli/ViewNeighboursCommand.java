package org.neocog.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.neocog.data.Dataset;
import org.neocog.device.Device;
import org.neocog.tensor.Shape;
import org.neocog.train.TrainedModel;
import org.neocog.visual.Neighbours;
import org.neocog.visual.Neighbours.Neighbour;
import org.neocog.visual.Picture;
import org.neocog.visual.ViewedNet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code neocog view neighbours}. */
@Command(
        name = "neighbours",
        description = {
            "Finds the test images that a network takes to be the most like a picture: those whose feature vectors, a"
                    + " layer's activations, are nearest to the picture's. They are drawn after it, the nearest first."
        },
        footer = {
            "  neocog view neighbours --run runs/digits --data test-data/mnist --layer relu3 --out like.png digit.png"
        })
final class ViewNeighboursCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private RunChoice choice;

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "The folder whose test images are searched.")
    private Path data;

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            required = true,
            description = "The layer whose activations are compared; the last before the classes is a good choice.")
    private String layer;

    @Option(names = "--top", paramLabel = "N", defaultValue = "9", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int top;

    @Mixin
    private PictureOption picture;

    @Parameters(paramLabel = "FILE", description = NetChoice.PICTURE)
    private Path file;

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    ViewNeighboursCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Require.atMost(1000, "--top", Require.atLeast(1, "--top", top));
        ViewedNet viewed = NetChoice.onPixels(choice.run(), choice.checkpoint());
        TrainedModel trained = TrainedModel.load(choice.run(), choice.checkpoint());
        Shape shape = viewed.model().inputShape();
        float[] image = NetChoice.read(choice.run(), viewed, file);
        Dataset images = TestData.open(data, trained);
        List<Neighbour> found;
        try (Device opened = device.open()) {
            found = Neighbours.of(opened, viewed, layer, images, image, top);
        }
        List<Picture> pictures = new ArrayList<>(List.of(Picture.of(shape, image)));
        List<String> captions = new ArrayList<>(List.of("picture"));
        List<String> lines = new ArrayList<>();
        for (Neighbour neighbour : found) {
            pictures.add(Neighbours.picture(images, neighbour.index()));
            captions.add(viewed.labels().get(neighbour.label()) + String.format(Locale.ROOT, " (%.3g)", neighbour.distance()));
            lines.add(neighbour.index() + ":" + viewed.labels().get(neighbour.label()));
        }
        picture.write(Drawing.captioned(
                pictures.stream().map(one -> one.enlargedUpTo(128)).toList(), captions, Math.min(5, pictures.size())));
        new ViewReport().picture(picture.file()).texts("nearest", lines).print(console, common.json());
        return ExitCode.DONE;
    }
}
