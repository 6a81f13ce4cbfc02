package org.neocog.cuda;

import java.util.List;

/**
 * A launch of one of the engine's kernels.
 *
 * @param file of the module {@code kernels}: {@code pool.cu}
 * @param kernel {@code neocog_max_pool}
 * @param arguments in the kernel's order
 */
record KernelCall(String file, String kernel, Grid grid, List<Argument> arguments) implements Command {
    KernelCall {
        arguments = List.copyOf(arguments);
    }

    static KernelCall of(String file, String kernel, Grid grid, Argument... arguments) {
        return new KernelCall(file, kernel, grid, List.of(arguments));
    }
}
