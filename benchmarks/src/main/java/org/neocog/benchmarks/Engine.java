package org.neocog.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who takes part, and how its process is started. */
enum Engine {
    NEOCOG("neocog"),
    DJL("djl"),
    ONNXRUNTIME("onnxruntime"),
    PYTORCH("pytorch");

    private final String word;

    Engine(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** ONNX Runtime predicts only; the deep networks are not built in DJL. */
    boolean takes(Work work) {
        return switch (this) {
            case NEOCOG, PYTORCH -> true;
            case DJL -> DjlNets.has(work.model());
            case ONNXRUNTIME -> !work.training();
        };
    }

    List<String> command(Work work, Settings settings, Path onnx) {
        List<String> command = new ArrayList<>();
        if (this == PYTORCH) {
            command.addAll(List.of(
                    settings.python(), settings.scripts().resolve("bench.py").toString(), "--model", work.model(),
                    "--mode", work.mode(), "--batch", "" + work.batch(), "--device", "cpu", "--threads",
                    "" + settings.threads(), "--serve"));
            if (work.training() || work.batch() > 1) {
                // oneDNN's convolutions in PyTorch prefer NHWC; it was the faster layout wherever it was tried.
                command.add("--channels-last");
            }
            return command;
        }
        command.add(ProcessHandle.current().info().command().orElse("java"));
        if (this == NEOCOG) {
            // As the script 'neocog' starts it.
            command.addAll(List.of(
                    "-Xms64m", "-XX:MaxNewSize=" + 16 * Runtime.getRuntime().availableProcessors() + "m",
                    "-XX:MinHeapFreeRatio=2", "-XX:MaxHeapFreeRatio=5", "-XX:G1HeapRegionSize=1m",
                    "-XX:TrimNativeHeapInterval=1000"));
        }
        if (this == DJL) {
            command.addAll(List.of(
                    "-Dai.djl.offline=true", "-Dai.djl.pytorch.num_threads=" + settings.threads(),
                    "-Dai.djl.pytorch.num_interop_threads=1"));
        }
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Contestant.class.getName(), word, work.model(), work.mode(), "" + work.batch(),
                "" + settings.threads(), onnx.toString(), work.half() ? "bf16" : "fp32"));
        return command;
    }
}
