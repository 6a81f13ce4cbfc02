package org.neocog.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.neocog.device.Device;
import org.neocog.visual.ActivationMaps;
import org.neocog.visual.Grid;
import org.neocog.visual.Picture;
import org.neocog.visual.ViewedNet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code neocog view activations}. */
@Command(
        name = "activations",
        description = {
            "Draws what a layer makes of a picture: its maps in a grid, all on one scale, the smallest activation of the"
                    + " layer black and the largest white.",
            "",
            "A layer that gives plain numbers is drawn with one square for each."
        },
        footer = {
            "  neocog view activations --run runs/digits --layer relu1 --out relu1.png digit.png",
            "  neocog view activations --run runs/digits --layer fc1 --out fc1.png --json digit.png"
        })
final class ViewActivationsCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private NetChoice net;

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            required = true,
            description = "The layer, as 'neocog summary' names it.")
    private String layer;

    @Mixin
    private PictureOption picture;

    @Parameters(paramLabel = "FILE", description = NetChoice.PICTURE)
    private Path file;

    @Mixin
    private DeviceChoice device;

    @Mixin
    private ResultOptions common;

    ViewActivationsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ViewedNet viewed = net.load();
        ActivationMaps maps;
        try (Device opened = device.open()) {
            maps = ActivationMaps.of(
                    opened, viewed, layer, net.read(viewed, file));
        }
        List<Picture> pictures = maps.pictures();
        picture.write(Grid.enlarged(pictures, Grid.columns(pictures.size()), ViewFiltersCommand.WIDTH).image());
        new ViewReport()
                .picture(picture.file())
                .shape("shape", maps.shape())
                .number("smallest", maps.smallest())
                .number("largest", maps.largest())
                .print(console, common.json());
        return ExitCode.DONE;
    }
}
