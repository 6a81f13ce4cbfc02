package org.neocog.cpu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.device.ConvolutionMethod;
import org.neocog.device.Device;
import org.neocog.device.DeviceInfo;
import org.neocog.device.DeviceOptions;
import org.neocog.device.DeviceProvider;
import org.neocog.device.Precision;

/** The CPU: always there, with the fastest matrix product that can be had. */
public final class CpuDeviceProvider implements DeviceProvider {
    @Override
    public String kind() {
        return "cpu";
    }

    @Override
    public List<DeviceInfo> probe() {
        CpuInfo cpu = CpuInfo.read();
        SequencedMap<String, String> details = new LinkedHashMap<>();
        details.put("cores", Integer.toString(cpu.cores()));
        details.put("vector width", cpu.vectorBits() == 0 ? "unknown" : cpu.vectorBits() + " bits");
        details.put("instruction sets", cpu.features().isEmpty() ? "unknown" : String.join(" ", cpu.features()));
        String reason = "";
        try {
            GemmLibrary library = GemmLibrary.load();
            details.put("gemm", (library.name() + " " + library.version()).strip());
            details.put("gemm instruction set", library.isa());
            library.path().ifPresent(path -> details.put("gemm library", path.toString()));
            details.put("gemm chosen because", library.reason());
            details.put("machine code", VectorCode.load().toString());
        } catch (NeocogException e) {
            reason = e.getMessage();
        }
        details.put("java", Runtime.version().toString());
        return List.of(new DeviceInfo("cpu", cpu.model(), reason.isEmpty(), reason, details));
    }

    @Override
    public Device open(String id, DeviceOptions options) {
        if (!id.equals("cpu") && !id.equals("cpu:0")) {
            throw new NeocogException("there is no device " + id + ": the CPU is one device, cpu");
        }
        int threads = options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
        GemmLibrary library = GemmLibrary.load();
        boolean plain = options.convolution() == ConvolutionMethod.IM2COL;
        boolean half = options.precision() == Precision.BF16;
        if (half && plain) {
            throw new UsageException("--precision bf16 is for oneDNN's convolutions; leave out --conv im2col");
        }
        if (half && !library.bfloat16()) {
            throw new NeocogException("--precision bf16 needs oneDNN and a CPU with AVX-512 BF16 or AMX; here are " + library.name()
                    + " and " + library.isa() + "; use fp32");
        }
        return new CpuDevice(
                threads, library.gemm(), VectorCode.load().code(), library.primitives().filter(_ -> !plain),
                half ? DnnlType.BF16 : DnnlType.F32, !plain);
    }
}
