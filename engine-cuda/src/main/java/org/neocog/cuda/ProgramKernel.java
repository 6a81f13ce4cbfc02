package org.neocog.cuda;

import java.util.List;

/** A kernel that is a list of commands. */
final class ProgramKernel extends CudaKernel {
    private final Program program;
    private final Launcher[] launchers;

    ProgramKernel(CudaContext context, String name, Program program, List<Launcher> launchers) {
        super(context, name);
        this.program = program;
        this.launchers = launchers.toArray(Launcher[]::new);
    }

    @Override
    public long workspaceBytes() {
        return program.workspaceBytes();
    }

    @Override
    public String method() {
        return program.method();
    }

    @Override
    void launch(Tensors tensors) {
        for (Launcher launcher : launchers) {
            launcher.launch(tensors);
        }
    }
}
