package org.neocog.testing;

import java.util.List;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All cases. A new operation needs one here before the tests pass. */
public final class OpCases {
    private OpCases() {}

    /** Every case of every operation, in a fixed order. */
    public static List<OpCase> all() {
        return Stream.<Supplier<List<OpCase>>>of(
                        ElementwiseCases::all,
                        MatMulCases::all,
                        ConvCases::all,
                        PoolCases::all,
                        LossCases::all,
                        UpdateCases::all,
                        MovementCases::all,
                        ResamplingCases::all,
                        ActivationCases::all,
                        GoldenShapeCases::all,
                        RecipeCases::all,
                        GoldenRecipeCases::all,
                        GoldenConvCases::all,
                        GoldenConvNdCases::all,
                        GoldenPoolCases::all,
                        GoldenRowCases::all,
                        GoldenUpdateCases::all,
                        BatchNormCases::all,
                        NormCases::all,
                        GoldenNormCases::all,
                        LectureCases::all,
                        SpecialMapCases::all,
                        SpecialSumCases::all,
                        SpecialLossCases::all,
                        SpecialPoolCases::all,
                        TargetLossCases::all,
                        EmbeddingCases::all,
                        RoiCases::all,
                        LstmCases::all)
                .flatMap(family -> family.get().stream())
                .toList();
    }

    /** The operations' names in alphabetical order, for an error message or a list of choices. */
    public static SequencedSet<String> opNames() {
        TreeSet<String> names = new TreeSet<>();
        all().forEach(opCase -> names.add(opCase.opName()));
        return names;
    }
}
