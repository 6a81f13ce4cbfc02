package org.neocog.exec;

import java.util.List;
import org.neocog.device.DeviceBuffer;

/** A step with the buffers it works on. */
public record BoundStep(Step step, List<DeviceBuffer> inputs, DeviceBuffer output, DeviceBuffer workspace) {
    void launch() {
        step.kernel().launch(inputs, output, workspace);
    }
}
