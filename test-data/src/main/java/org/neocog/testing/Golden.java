package org.neocog.testing;

import java.util.List;
import java.util.Map;
import org.neocog.tensor.HostTensor;

/**
 * What launches one after the other must give. Operations have one launch; an optimizer has one for each step, in which
 * some inputs (the gradient, the learning rate, the step count) are new and parameter and slots are what the launch before
 * left.
 */
record Golden(List<Launch> launches) {
    /**
     * @param inputs the inputs that differ from the case's own, by index
     * @param output the expected output
     */
    record Launch(Map<Integer, HostTensor> inputs, HostTensor output) {}

    static Golden output(HostTensor output) {
        return new Golden(List.of(new Launch(Map.of(), output)));
    }
}
