package org.neocog.cuda;

import java.util.List;
import jcuda.nvrtc.JNvrtc;
import org.neocog.NeocogException;
import org.neocog.device.DeviceInfo;
import org.neocog.device.DeviceOptions;

/** Prints what is found in its process; run by tests. */
final class StackReport {
    private StackReport() {}

    /** @param arguments ids of devices to try to open */
    public static void main(String[] arguments) {
        String temporary = System.getProperty("java.io.tmpdir");
        CudaDeviceProvider provider = new CudaDeviceProvider();
        for (DeviceInfo device : provider.probe()) {
            print("device", device.id(), device.name(), String.valueOf(device.available()), device.reason());
            device.details().forEach((key, value) -> print("detail", device.id(), key, value));
        }
        CudaStack stack = CudaStack.probe();
        stack.reports().forEach(report -> print("library", report.name(), String.valueOf(report.usable()), report.text()));
        if (stack.nvrtc().usable()) {
            int[] major = new int[1];
            int[] minor = new int[1];
            JNvrtc.nvrtcVersion(major, minor);
            print("JNvrtc", major[0] + "." + minor[0]);
        }
        print("restored", String.valueOf(temporary.equals(System.getProperty("java.io.tmpdir"))));
        for (String id : arguments) {
            try {
                provider.open(id, DeviceOptions.defaults()).close();
                print("open", id, "opened");
            } catch (NeocogException e) {
                print("open", id, e.getMessage());
            }
        }
    }

    private static void print(String... columns) {
        System.out.println(String.join("|", List.of(columns)));
    }
}
