package org.neocog.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neocog.tensor.Shape;
import org.neocog.visual.Grid;
import org.neocog.visual.Picture;
import org.neocog.visual.ViewedNet;
import org.neocog.visual.WeightPictures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code neocog view filters}. */
@Command(
        name = "filters",
        description = {
            "Draws the filters of a convolution, the first one unless --layer says another, in a grid.",
            "",
            "A filter of 3 channels is in colour. Of others each channel is grey: where there is more than one, a row of"
                    + " the grid is a filter. In each, the middle grey is 0 and the largest weight by amount is black or white."
        },
        footer = {
            "  neocog view filters --run runs/digits --out filters.png",
            "  neocog view filters --run runs/digits --layer conv2 --out conv2.png"
        })
final class ViewFiltersCommand implements Callable<Integer> {
    static final int WIDTH = 800;

    private final Console console;

    @Mixin
    private NetChoice net;

    @Option(names = "--layer", paramLabel = "NAME", description = "The convolution, as 'neocog summary' names it.")
    private Optional<String> layer = Optional.empty();

    @Mixin
    private PictureOption picture;

    @Mixin
    private ResultOptions common;

    ViewFiltersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ViewedNet viewed = net.load();
        List<Picture> filters = WeightPictures.filters(viewed, layer);
        Shape shape = WeightPictures.weights(viewed, layer).shape();
        int columns = shape.dim(1) == 1 || shape.dim(1) == 3 ? Grid.columns(filters.size()) : shape.dim(1);
        picture.write(Grid.enlarged(filters, columns, WIDTH).image());
        new ViewReport()
                .picture(picture.file())
                .count("filters", shape.dim(0))
                .shape("shape", shape.dropFirst())
                .print(console, common.json());
        return ExitCode.DONE;
    }
}
