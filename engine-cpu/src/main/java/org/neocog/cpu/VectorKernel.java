package org.neocog.cpu;

/** A kernel of which the user is told that it is in machine code. */
record VectorKernel(CpuKernel kernel, String method) implements CpuKernel {
    VectorKernel(CpuKernel kernel) {
        this(kernel, "AVX-512");
    }

    @Override
    public long workspaceBytes() {
        return kernel.workspaceBytes();
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        kernel.launch(inputs, output, workspace);
    }
}
