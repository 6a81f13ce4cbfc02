package org.neocog.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.neocog.UsageException;
import org.neocog.device.Device;
import org.neocog.tensor.Shape;
import org.neocog.visual.Picture;
import org.neocog.visual.Saliency;
import org.neocog.visual.ViewedNet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code neocog view saliency}. */
@Command(
        name = "saliency",
        description = {
            "Draws which pixels of a picture a class's score hangs on, beside the picture: the derivative of the score (the"
                    + " one before the softmax) by each pixel, the largest amount of its channels (Simonyan et al., 2014).",
            "",
            "Black pixels do not matter; the one that matters most is white."
        },
        footer = {
            "  neocog view saliency --run runs/digits --out saliency.png digit.png",
            "  neocog view saliency --run runs/digits --class 3 --out three.png digit.png"
        })
final class ViewSaliencyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private NetChoice net;

    @Option(
            names = "--class",
            paramLabel = "NAME",
            description = "The class, by name or number; the predicted one if not given.")
    private Optional<String> wanted = Optional.empty();

    @Mixin
    private PictureOption picture;

    @Parameters(paramLabel = "FILE", description = NetChoice.PICTURE)
    private Path file;

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    ViewSaliencyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ViewedNet viewed = net.load();
        OptionalInt of = wanted.map(name -> OptionalInt.of(index(viewed.labels(), name))).orElse(OptionalInt.empty());
        Shape shape = viewed.model().inputShape();
        float[] image = net.read(viewed, file);
        Saliency saliency;
        try (Device opened = device.open()) {
            saliency = Saliency.of(opened, viewed, image, of);
        }
        String label = viewed.labels().get(saliency.of());
        picture.write(Drawing.captioned(
                List.of(enlarged(Picture.of(shape, image)), enlarged(saliency.picture())),
                List.of("picture", "saliency of " + label),
                2));
        float[] map = saliency.map();
        double largest = 0;
        for (float value : map) {
            largest = Math.max(largest, value);
        }
        new ViewReport()
                .picture(picture.file())
                .text("predicted", viewed.labels().get(saliency.image()))
                .text("class", label)
                .number("score", saliency.scores()[saliency.of()])
                .number("largestDerivative", largest)
                .print(console, common.json());
        return ExitCode.DONE;
    }

    private static Picture enlarged(Picture picture) {
        return picture.enlargedUpTo(ViewFiltersCommand.WIDTH / 2);
    }

    /** A name first: the class called 7 need not be number 7. */
    private static int index(List<String> labels, String name) {
        int index = labels.indexOf(name);
        if (index < 0 && name.matches("[0-9]{1,9}") && Integer.parseInt(name) < labels.size()) {
            index = Integer.parseInt(name);
        }
        if (index < 0) {
            throw new UsageException("--class " + name + ": there is no such class; the classes are "
                    + String.join(", ", labels));
        }
        return index;
    }
}
