package org.neocog.cpu;

import java.util.List;
import org.neocog.device.DeviceBuffer;
import org.neocog.device.Kernel;

/** A kernel over arrays: hands its buffers on as {@link CpuBuffer}s. */
@FunctionalInterface
interface CpuKernel extends Kernel {
    /** The inputs of a launch. */
    record Inputs(List<DeviceBuffer> buffers) {
        CpuBuffer at(int index) {
            return (CpuBuffer) buffers.get(index);
        }

        int size() {
            return buffers.size();
        }
    }

    void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace);

    @Override
    default void launch(List<DeviceBuffer> inputs, DeviceBuffer output, DeviceBuffer workspace) {
        CpuBuffer target = (CpuBuffer) output;
        launch(new Inputs(inputs), target, (CpuBuffer) workspace);
        target.written();
    }
}
