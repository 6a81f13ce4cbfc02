package org.neocog.cli;

import java.util.concurrent.Callable;
import org.neocog.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code neocog view} without saying what. */
@Command(
        name = "view",
        synopsisSubcommandLabel = "WHAT",
        commandListHeading = "%nWhat:%n",
        description = {
            "Draws what a network has learnt, what it sees, and how its training went.",
            "",
            "Pictures are PNG files. A file that is there is replaced, as by other tools that are told where to write; it"
                    + " is whole at any time. 'neocog view WHAT --help' explains one of them; every result can be had with --json."
        },
        footer = {
            "  neocog view curves --run runs/digits",
            "  neocog view filters --run runs/digits --out filters.png",
            "  neocog view saliency --run runs/digits --out saliency.png digit.png"
        })
final class ViewCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    /**
     * @param whole with its subcommands, each of which takes time to set up
     */
    static CommandLine commandLine(Console console, boolean whole) {
        CommandLine view = new CommandLine(new ViewCommand());
        return whole
                ? view.addSubcommand(new ViewCurvesCommand(console))
                        .addSubcommand(new ViewConfusionCommand(console))
                        .addSubcommand(new ViewFiltersCommand(console))
                        .addSubcommand(new ViewTemplatesCommand(console))
                        .addSubcommand(new ViewActivationsCommand(console))
                        .addSubcommand(new ViewSaliencyCommand(console))
                        .addSubcommand(new ViewNeighboursCommand(console))
                        .addSubcommand(new ViewDreamCommand(console))
                        .addSubcommand(new ViewStyleCommand(console))
                : view;
    }

    @Override
    public Integer call() {
        throw new UsageException("view what? One of curves, confusion, filters, templates, activations, saliency, neighbours,"
                + " dream, style");
    }
}
