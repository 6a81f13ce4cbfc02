package org.neocog.cpu;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.neocog.NeocogException;

/**
 * The machine code that this backend makes at run time, for processors with AVX-512 under Linux; elsewhere loops in Java do the
 * same, more slowly.
 *
 * @param winograd the transforms of images, see {@link WinogradVectors}
 * @param rows3 those along the rows for filters of 3 taps, see {@link RowWinogradVectors}
 * @param rows5 the same for 5 taps
 * @param filters those of filters
 * @param strided those for stride 2, see {@link StridedTileVectors}
 * @param gemm products of matrices in the caches
 * @param dots products of the rows of two matrices
 * @param direct convolutions of few channels
 * @param elements functions applied element by element
 * @param pairs pooling by windows of 2x2
 * @param triples max pooling by windows of 3x3
 * @param sums sums over planes
 * @param channels functions of planes with factors for each channel
 * @param updates the optimizers'
 */
record VectorCode(
        WinogradVectors.Functions winograd, RowWinogradVectors.Functions rows3, RowWinogradVectors.Functions rows5,
        FilterVectors filters, StridedTileVectors.Functions strided, SmallGemm gemm, RowDots dots, DirectFunctions direct,
        ElementVectors elements, PairVectors pairs, TripleVectors triples, SumVectors sums, ChannelVectors channels,
        UpdateVectors updates) {
    /** System property that forces a choice: {@code avx512} or {@code java}. */
    static final String PROPERTY = "neocog.code";

    /** The code, or the reason why there is none. */
    record Attempt(Optional<VectorCode> code, String reason) {
        @Override
        public String toString() {
            return code.isPresent() ? "AVX-512" : "none: " + reason;
        }
    }

    /** What came of trying to make it; once per process. */
    private static final class Holder {
        static final Attempt ATTEMPT = attempt();
    }

    /**
     * The code where this machine can run it, unless the system property {@value #PROPERTY} says otherwise.
     *
     * @throws NeocogException if the property asks for code that cannot be had
     */
    static Attempt load() {
        return choose(System.getProperty(PROPERTY, ""), () -> Holder.ATTEMPT);
    }

    /** The transforms along the rows for filters of that many taps. */
    RowWinogradVectors.Functions rows(int taps) {
        return taps == 3 ? rows3 : rows5;
    }

    /** The choice itself; no code is made unless it may be chosen. */
    static Attempt choose(String wanted, Supplier<Attempt> made) {
        if (wanted.equals("java")) {
            return new Attempt(Optional.empty(), "asked for by " + PROPERTY + "=java");
        }
        if (!wanted.equals("avx512") && !wanted.isEmpty()) {
            throw new NeocogException(PROPERTY + "=" + wanted + " names no code; there are avx512 and java");
        }
        Attempt attempt = made.get();
        if (wanted.equals("avx512") && attempt.code().isEmpty()) {
            throw new NeocogException(PROPERTY + "=avx512 asks for machine code that cannot be made: " + attempt.reason());
        }
        return attempt;
    }

    private static Attempt attempt() {
        if (!System.getProperty("os.name").equals("Linux") || !System.getProperty("os.arch").equals("amd64")) {
            return none("machine code is made for Linux on x86-64 only");
        }
        if (!CpuInfo.read().features().containsAll(List.of("avx512f", "avx512dq"))) {
            return none("the processor has no AVX-512");
        }
        try {
            return new Attempt(Optional.of(make()), "");
        } catch (UnsupportedOperationException e) {
            return none(e.getMessage());
        }
    }

    private static VectorCode make() {
        return new VectorCode(
                WinogradVectors.Functions.make(), RowWinogradVectors.Functions.make(3), RowWinogradVectors.Functions.make(5),
                FilterVectors.make(new WinogradFilterStep(WinogradPoints.of(3))), StridedTileVectors.Functions.make(),
                SmallGemm.make(), RowDots.make(), new DirectFunctions(), ElementVectors.make(), PairVectors.make(),
                TripleVectors.make(), SumVectors.make(), ChannelVectors.make(), UpdateVectors.make());
    }

    private static Attempt none(String reason) {
        return new Attempt(Optional.empty(), reason);
    }
}
