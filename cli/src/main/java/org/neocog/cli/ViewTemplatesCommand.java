package org.neocog.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.neocog.visual.Grid;
import org.neocog.visual.Picture;
import org.neocog.visual.ViewedNet;
import org.neocog.visual.WeightPictures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code neocog view templates}. */
@Command(
        name = "templates",
        description = {
            "Draws the weights of a linear classifier (softmax or SVM on the pixels), one picture for each class: what the"
                    + " class's score compares an image with.",
            "",
            "The middle grey is 0; the largest weight by amount is black or white."
        },
        footer = {
            "  neocog train --model softmax --data test-data/mnist --out runs/linear",
            "  neocog view templates --run runs/linear --out templates.png"
        })
final class ViewTemplatesCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private NetChoice net;

    @Mixin
    private PictureOption picture;

    @Mixin
    private ResultOptions common;

    ViewTemplatesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ViewedNet viewed = net.load();
        List<Picture> templates = WeightPictures.templates(viewed);
        int columns = templates.size() <= 10 ? Math.ceilDiv(templates.size(), 2) : Grid.columns(templates.size());
        int factor = Math.max(1, ViewFiltersCommand.WIDTH / (columns * templates.getFirst().width()));
        picture.write(Drawing.captioned(
                templates.stream().map(template -> template.enlarged(factor)).toList(), viewed.labels(), columns));
        new ViewReport()
                .picture(picture.file())
                .texts("classes", viewed.labels())
                .print(console, common.json());
        return ExitCode.DONE;
    }
}
