package org.neocog.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.neocog.data.ImageFile;
import org.neocog.device.Device;
import org.neocog.tensor.Shape;
import org.neocog.visual.DeepDream;
import org.neocog.visual.DreamOptions;
import org.neocog.visual.Picture;
import org.neocog.visual.ViewedNet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code neocog view dream}. */
@Command(
        name = "dream",
        description = {
            "Changes a picture so that a layer responds to it more strongly (DeepDream): gradient ascent on the mean square"
                    + " of the layer's activations, at several sizes of the picture, from small to its own.",
            "",
            "The picture may have any size that the layers can take. The same seed gives the same bits."
        },
        footer = {
            "  neocog view dream --run runs/digits --layer relu2 --out dream.png digit.png",
            "  neocog view dream --model vgg16 --weights vgg16.safetensors --layer relu4_3 --out dream.png sky.jpg"
        })
final class ViewDreamCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private NetChoice net;

    @Option(names = "--layer", paramLabel = "NAME", required = true, description = "The layer that is to respond.")
    private String layer;

    @Option(
            names = "--octaves",
            paramLabel = "N",
            defaultValue = "4",
            description = "Sizes, each 1.4 times the one before; those too small for the network are left out. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int octaves;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "10", description = "Steps at each size. Default:"
            + " ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "0.006",
            description = "Mean change of a pixel, from 0 to 1, in a step. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--jitter",
            paramLabel = "N",
            defaultValue = "32",
            description = "Pixels by which the picture is shifted at most, at random, in each step. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int jitter;

    @Mixin
    private PictureOption picture;

    @Parameters(paramLabel = "FILE", description = "The PNG or JPEG picture to begin with.")
    private Path file;

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    ViewDreamCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Require.atMost(100, "--octaves", Require.atLeast(1, "--octaves", octaves));
        Require.atMost(1_000_000, "--steps", Require.atLeast(1, "--steps", steps));
        Require.above0("--rate", rate);
        Require.atMost(10_000, "--jitter", Require.atLeast(0, "--jitter", jitter));
        picture.requireFolder();
        ViewedNet viewed = net.load();
        Shape shape = ImageFile.shape(file, viewed.model().inputShape().dim(0));
        float[] image = ImageFile.read(file, shape);
        DeepDream dream;
        try (Device opened = device.open()) {
            dream = DeepDream.of(
                    opened, viewed, shape, image, new DreamOptions(layer, octaves, 1.4, steps, rate, jitter, net.seed()));
        }
        picture.write(Picture.of(shape, dream.image()).image());
        new ViewReport()
                .picture(picture.file())
                .count("octaves", dream.octaves())
                .number("before", dream.before())
                .number("after", dream.after())
                .print(console, common.json());
        return ExitCode.DONE;
    }
}
