package org.neocog.cuda;

/** A command made ready: handles found, memory for arguments laid out. */
@FunctionalInterface
interface Launcher {
    void launch(CudaKernel.Tensors tensors);
}
