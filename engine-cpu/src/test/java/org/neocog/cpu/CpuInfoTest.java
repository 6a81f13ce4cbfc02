package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CpuInfoTest {
    @Test
    void readsAnX86Processor() {
        List<String> lines = List.of(
                "processor\t: 0", "vendor_id\t: AuthenticAMD", "model name\t: AMD EPYC 9R14", "siblings\t: 2",
                "flags\t\t: fpu sse sse4_2 avx fma avx2 avx512f avx512dq avx512bw avx512_bf16 avx512_vnni", "", "processor\t: 1",
                "model name\t: another");
        assertEquals(
                new CpuInfo(
                        "AMD EPYC 9R14", 2, 512,
                        List.of("sse4_2", "avx", "avx2", "fma", "avx512f", "avx512dq", "avx512bw", "avx512_vnni", "avx512_bf16")),
                CpuInfo.parse(lines, "amd64", 2));
    }

    @Test
    void tellsTheVectorWidthByTheFlags() {
        assertEquals(256, CpuInfo.parse(List.of("flags : sse4_2 avx avx2"), "amd64", 1).vectorBits());
        assertEquals(128, CpuInfo.parse(List.of("flags : sse4_2"), "amd64", 1).vectorBits());
        assertEquals(0, CpuInfo.parse(List.of(), "riscv64", 1).vectorBits());
    }

    @Test
    void readsAnArmProcessorWithoutAName() {
        List<String> lines = List.of("processor\t: 0", "Features\t: fp asimd aes sve", "CPU implementer\t: 0x41");
        assertEquals(new CpuInfo("aarch64", 4, 128, List.of("asimd", "sve")), CpuInfo.parse(lines, "aarch64", 4));
    }

    @Test
    void looksForWholeWordsOnly() {
        assertEquals(List.of("avx512f"), CpuInfo.parse(List.of("flags : avx512f avx2x"), "amd64", 1).features());
        assertEquals("amd64", CpuInfo.parse(List.of("model name extended : x", "model name :"), "amd64", 1).model());
    }

    @Test
    void readsThisMachine() {
        CpuInfo cpu = CpuInfo.read();
        assertFalse(cpu.model().isBlank());
        assertEquals(Runtime.getRuntime().availableProcessors(), cpu.cores());
    }
}
