package org.neocog.cuda;

import java.util.List;

/**
 * What the GPU does for a node: commands in their order, all geometry fixed. Plain data, so that it can be looked at without
 * a GPU.
 *
 * @param workspaceBytes scratch that the commands share
 * @param method how, in a few words; empty if there is only one way
 */
record Program(List<Command> commands, long workspaceBytes, String method) {
    Program {
        commands = List.copyOf(commands);
    }

    static Program of(Command... commands) {
        return new Program(List.of(commands), 0, "");
    }
}
