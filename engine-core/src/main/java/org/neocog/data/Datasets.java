package org.neocog.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.neocog.NeocogException;
import org.neocog.data.augment.Augmentation;
import org.neocog.random.RandomStream;

/** Operations on whole data sets. */
public final class Datasets {
    private Datasets() {}

    /**
     * Takes a validation part off the training data, the same share of each class, chosen at random by the seed; both parts
     * keep the order of the data. The part has exactly {@code round(fraction * size)} examples, shared out by the method of
     * largest remainders: each class gives its share rounded down, and the classes with the largest remainders (the lower
     * class first) one more.
     *
     * @param fraction above 0 and below 1
     * @throws NeocogException if the fraction is outside these bounds or leaves either part empty
     */
    public static Splits holdOut(Dataset dataset, double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new NeocogException("--val-split " + fraction + " is not above 0 and below 1");
        }
        int size = dataset.size();
        int wanted = (int) Math.round(fraction * size);
        if (wanted == 0 || wanted == size) {
            throw new NeocogException("--val-split " + fraction + " of " + size + " examples leaves "
                    + (wanted == 0 ? "none to validate" : "none to train") + " on");
        }
        int[] shares = shares(counts(dataset), wanted, size);
        boolean[] heldOut = new boolean[size];
        for (int c = 0; c < dataset.classes(); c++) {
            int label = c;
            int[] members = IntStream.range(0, size).filter(i -> dataset.label(i) == label).toArray();
            int[] order = RandomStream.named(seed, "holdout/" + c).permutation(members.length);
            for (int i = 0; i < shares[c]; i++) {
                heldOut[members[order[i]]] = true;
            }
        }
        return new Splits(
                dataset.subset(IntStream.range(0, size).filter(i -> !heldOut[i]).toArray()),
                dataset.subset(IntStream.range(0, size).filter(i -> heldOut[i]).toArray()));
    }

    /**
     * The data with every image changed at random in training and always alike in a test.
     *
     * @param dataset not normalised yet
     * @throws NeocogException if the augmentation cannot take images of this size
     */
    public static Dataset augmented(Dataset dataset, Augmentation augmentation) {
        return augmentation.isNone() ? dataset : AugmentedDataset.of(new DatasetPictures(dataset), augmentation);
    }

    /** How many examples there are of each class. */
    public static int[] counts(Dataset dataset) {
        int[] counts = new int[dataset.classes()];
        for (int index = 0; index < dataset.size(); index++) {
            counts[dataset.label(index)]++;
        }
        return counts;
    }

    /** {@code wanted * counts[c] / size}, rounded so that the sum is {@code wanted}; in integers, so that ties are ties. */
    private static int[] shares(int[] counts, int wanted, int size) {
        int[] shares = new int[counts.length];
        long[] remainders = new long[counts.length];
        for (int c = 0; c < counts.length; c++) {
            shares[c] = (int) ((long) wanted * counts[c] / size);
            remainders[c] = (long) wanted * counts[c] % size;
        }
        int missing = wanted - Arrays.stream(shares).sum();
        IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer c) -> -remainders[c]))
                .limit(missing)
                .forEach(c -> shares[c]++);
        return shares;
    }
}
