package org.neocog.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neocog.UsageException;
import org.neocog.data.ImageFile;
import org.neocog.device.Device;
import org.neocog.tensor.Shape;
import org.neocog.visual.Picture;
import org.neocog.visual.StyleOptions;
import org.neocog.visual.StyleTransfer;
import org.neocog.visual.ViewedNet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code neocog view style}. */
@Command(
        name = "style",
        description = {
            "Gives one picture the style of another (Gatys et al., 2016): finds the image whose activations in one layer are"
                    + " the content's, and whose correlations between maps in other layers are the style's, by Adam on the"
                    + " pixels.",
            "",
            "Both pictures may have any size that the layers can take. Unless named, the style's layers are the first ReLU at"
                    + " each size of map, and the content's the last ReLU at the last size but one. Weights may be a run's,"
                    + " from a file, or random: textures come through even then. The same seed gives the same bits."
        },
        footer = {
            "  neocog view style --run runs/cifar --content cat.png --style waves.png --out cat-in-waves.png",
            "  neocog view style --model vgg16 --weights vgg16.safetensors --content cat.jpg --style waves.jpg \\",
            "      --content-layer relu4_2 --steps 300 --out cat-in-waves.png"
        })
final class ViewStyleCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private NetChoice net;

    @Option(names = "--content", paramLabel = "FILE", required = true, description = "The picture that gives what is shown.")
    private Path content;

    @Option(names = "--style", paramLabel = "FILE", required = true, description = "The picture that gives how it is shown.")
    private Path style;

    @Option(names = "--content-layer", paramLabel = "NAME", description = "The layer compared for the content.")
    private Optional<String> contentLayer = Optional.empty();

    @Option(
            names = "--style-layers",
            paramLabel = "NAME",
            split = ",",
            description = "The layers compared for the style, with commas between.")
    private List<String> styleLayers = List.of();

    @Option(names = "--content-weight", paramLabel = "W", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private double contentWeight;

    @Option(names = "--style-weight", paramLabel = "W", defaultValue = "1e6", description = "Default: ${DEFAULT-VALUE}.")
    private double styleWeight;

    @Option(
            names = "--smooth",
            paramLabel = "W",
            defaultValue = "0",
            description = "Weight of the mean squared difference of neighbouring pixels. Default: ${DEFAULT-VALUE}.")
    private double smooth;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "300", description = "Steps of Adam. Default:"
            + " ${DEFAULT-VALUE}.")
    private int steps;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "0.05", description = "Adam's learning rate. Default:"
            + " ${DEFAULT-VALUE}.")
    private double rate;

    @Option(names = "--from-noise", description = "Begin with noise and not with the content.")
    private boolean noise;

    @Mixin
    private PictureOption picture;

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    ViewStyleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Require.notNegative("--content-weight", contentWeight);
        Require.notNegative("--style-weight", styleWeight);
        Require.notNegative("--smooth", smooth);
        Require.atLeast(1, "--steps", steps);
        Require.above0("--rate", rate);
        if (contentWeight + styleWeight == 0) {
            throw new UsageException("--content-weight and --style-weight are both 0, which leaves nothing to look for");
        }
        picture.requireFolder();
        ViewedNet viewed = net.load();
        StyleOptions options = new StyleOptions(
                contentLayer, styleLayers, contentWeight, styleWeight, smooth, steps, rate, noise, net.seed());
        StyleTransfer result;
        try (Device opened = device.open()) {
            result = StyleTransfer.of(opened, viewed, read(viewed, content), read(viewed, style), options, this::say);
        }
        picture.write(Picture.of(result.shape(), result.image()).image());
        new ViewReport()
                .picture(picture.file())
                .number("before", result.before())
                .number("after", result.after())
                .print(console, common.json());
        return ExitCode.DONE;
    }

    private static StyleTransfer.Image read(ViewedNet net, Path file) {
        Shape shape = ImageFile.shape(file, net.model().inputShape().dim(0));
        return new StyleTransfer.Image(shape, ImageFile.read(file, shape));
    }

    /** Ten lines a run. */
    private void say(int step, double loss) {
        if (step % Math.max(1, steps / 10) == 0) {
            console.say(String.format(Locale.ROOT, "step %d/%d  loss %.6g", step, steps, loss));
        }
    }
}
