package org.neocog.cuda;

import java.util.List;
import jcuda.CudaException;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.Kernel;

/** A node compiled for a GPU. Launches are queued on the context's stream and return at once. */
abstract class CudaKernel implements Kernel {
    private final CudaContext context;
    private final String name;

    /**
     * @param name the node's, for messages
     */
    CudaKernel(CudaContext context, String name) {
        this.context = context;
        this.name = name;
    }

    /** The tensors of a launch. */
    record Tensors(List<DeviceBuffer> inputs, CudaBuffer output, CudaBuffer workspace) {
        long address(Place place) {
            CudaBuffer buffer = switch (place.slot()) {
                case -1 -> output;
                case -2 -> workspace;
                default -> input(place.slot());
            };
            return buffer.address() + place.byteOffset();
        }

        CudaBuffer input(int number) {
            return (CudaBuffer) inputs.get(number);
        }
    }

    abstract void launch(Tensors tensors);

    @Override
    public final void launch(List<DeviceBuffer> inputs, DeviceBuffer output, DeviceBuffer workspace) {
        try {
            context.use();
            launch(new Tensors(inputs, (CudaBuffer) output, (CudaBuffer) workspace));
        } catch (CudaException e) {
            throw CudaFailures.failure(context.id(), "running " + name, e);
        }
    }
}
