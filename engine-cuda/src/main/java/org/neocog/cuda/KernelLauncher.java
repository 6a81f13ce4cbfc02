package org.neocog.cuda;

import java.util.List;
import java.util.stream.IntStream;
import jcuda.driver.CUfunction;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** Launches one of the engine's kernels. */
final class KernelLauncher implements Launcher {
    private final CUfunction function;
    private final CUstream stream;
    private final Grid grid;
    private final ArgumentBlock block;
    private final int[] addressed;
    private final Place[] places;

    KernelLauncher(KernelCall call, KernelModules modules, CUstream stream) {
        List<Argument> arguments = call.arguments();
        this.function = modules.function(call.file(), call.kernel());
        this.stream = stream;
        this.grid = call.grid();
        this.block = new ArgumentBlock(arguments);
        this.addressed = IntStream.range(0, arguments.size())
                .filter(i -> arguments.get(i) instanceof Argument.Address)
                .toArray();
        this.places = IntStream.of(addressed)
                .mapToObj(i -> ((Argument.Address) arguments.get(i)).place())
                .toArray(Place[]::new);
    }

    @Override
    public void launch(CudaKernel.Tensors tensors) {
        for (int i = 0; i < addressed.length; i++) {
            block.address(addressed[i], tensors.address(places[i]));
        }
        JCudaDriver.cuLaunchKernel(
                function, grid.blocks(), 1, 1, grid.threadsX(), grid.threadsY(), 1, 0, stream, block.table(), null);
    }
}
