package org.neocog.nn;

import java.util.List;

/** Recipes as lines of a net description, both ways. */
final class RecipeText {
    private static final Syntax SYNTAX = new Syntax(
            "recipe",
            List.of(),
            List.of("optimizer", "lr", "schedule", "weight-decay", "batch", "epochs", "normalize"),
            "recipe optimizer=adam lr=0.001 batch=100 epochs=5");

    private RecipeText() {}

    /** Names of optimizers and schedules are left to training to judge. */
    static Recipe read(DescriptionLine line) {
        Arguments arguments = new Arguments(line, SYNTAX);
        Recipe usual = Recipe.defaults();
        double learningRate = arguments.number("lr", usual.learningRate());
        if (!(learningRate > 0)) {
            throw arguments.wrong("lr", arguments.text("lr").orElse(""), "a number above 0");
        }
        return new Recipe(
                arguments.text("optimizer").orElse(usual.optimizer()),
                learningRate,
                arguments.text("schedule").orElse(usual.schedule()),
                arguments.number("weight-decay", usual.weightDecay()),
                arguments.whole("batch", 1, Arguments.MAX_COUNT, usual.batch()),
                arguments.whole("epochs", 1, Arguments.MAX_COUNT, usual.epochs()),
                arguments.flag("normalize", usual.normalize()));
    }

    static String write(Recipe recipe) {
        return "recipe optimizer=" + recipe.optimizer() + " lr=" + recipe.learningRate() + " schedule=" + recipe.schedule()
                + " weight-decay=" + recipe.weightDecay() + " batch=" + recipe.batch() + " epochs=" + recipe.epochs()
                + (recipe.normalize() ? "" : " normalize=no");
    }
}
