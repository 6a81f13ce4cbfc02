package org.neocog.nn;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a network does with its parameters.
 *
 * @param variable from a parameter's name to that of the graph's variable in which its numbers are
 * @param frozen whether a parameter, by its name, is left as it is by training
 */
public record ParameterUse(UnaryOperator<String> variable, Predicate<String> frozen) {
    /** Each parameter in the variable of its name, all of them trained. */
    public static ParameterUse plain() {
        return new ParameterUse(UnaryOperator.identity(), _ -> false);
    }
}
