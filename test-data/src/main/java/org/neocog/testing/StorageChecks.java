package org.neocog.testing;

import java.util.List;
import org.neocog.device.Device;
import org.neocog.device.Kernel;
import org.neocog.tensor.HostTensor;

/** Checks of where an operation writes and of how often it gives the same. */
final class StorageChecks {
    private StorageChecks() {}

    static Finding guard(Device device, OpCase opCase) {
        long before = device.allocatedBytes();
        GuardedLaunch launch = GuardedLaunch.of(device, opCase.op(), opCase.data());
        if (launch.disturbed() > 0) {
            return Finding.exact(launch.disturbed(), "elements overwritten in or around " + launch.where());
        }
        long kept = device.allocatedBytes() - before;
        return Finding.exact(Math.abs(kept), "bytes of storage not given back");
    }

    static Finding inPlace(Device device, OpCase opCase) {
        List<HostTensor> data = opCase.data();
        GuardedLaunch apart = GuardedLaunch.of(device, opCase.op(), data);
        for (int index : opCase.op().inPlaceInputs()) {
            GuardedLaunch inPlace = GuardedLaunch.of(device, opCase.op(), data, index);
            long wrong = apart.differing(inPlace) + inPlace.disturbed();
            if (wrong > 0) {
                return Finding.exact(wrong, "elements differ when the output takes the place of input " + index);
            }
        }
        return Finding.exact(0, "");
    }

    static Finding deterministic(Device device, List<Device> others, OpCase opCase) {
        List<HostTensor> data = opCase.data();
        Kernel kernel = device.compile(GuardedLaunch.node(opCase.op(), data));
        GuardedLaunch first = GuardedLaunch.of(device, kernel, opCase.op(), data);
        GuardedLaunch.of(device, kernel, opCase.op(), data.stream().map(value -> HostTensor.zeros(value.spec())).toList());
        long wrong = first.differing(GuardedLaunch.of(device, kernel, opCase.op(), data));
        if (wrong > 0) {
            return Finding.exact(wrong, "elements differ between two runs, with one on zeros in between");
        }
        for (Device other : others) {
            wrong = first.differing(GuardedLaunch.of(other, opCase.op(), data));
            if (wrong > 0) {
                return Finding.exact(wrong, "elements differ between two devices");
            }
        }
        return Finding.exact(0, "");
    }
}
