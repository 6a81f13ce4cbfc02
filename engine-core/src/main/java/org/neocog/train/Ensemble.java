package org.neocog.train;

import java.util.ArrayList;
import java.util.List;
import org.neocog.NeocogException;
import org.neocog.data.BatchLoader;
import org.neocog.data.Dataset;
import org.neocog.device.Device;
import org.neocog.exec.Session;

/**
 * Several networks that answer together: the mean of their probabilities. One after the other is on the device, so that it
 * needs no more memory than for the largest.
 */
public final class Ensemble {
    private final int classes;
    private final int pictures;
    private final int[] labels;
    /** Pictures × classes: what the members so far have come to. */
    private final float[] sums;

    private final List<Evaluation> members = new ArrayList<>();

    /**
     * One network.
     *
     * @param name for errors
     * @param data normalised as its training data were; the same pictures in the same order for each member
     */
    public record Member(String name, TrainedModel trained, Dataset data) {}

    /**
     * What the members and all of them together came to. The loss is the mean of -ln of the true class's probability,
     * whatever loss a network was trained with.
     *
     * @param members in their order
     */
    public record Result(List<Evaluation> members, Evaluation together) {
        public Result {
            members = List.copyOf(members);
        }
    }

    private Ensemble(Dataset data, int views) {
        this.classes = data.classes();
        this.pictures = data.size() / views;
        this.labels = new int[pictures];
        this.sums = new float[Math.multiplyExact(pictures, classes)];
    }

    /**
     * @param views of each picture, side by side in the data; their probabilities are averaged for each member
     * @param batch examples that are passed through a network at once
     * @param workers threads that load the data
     * @throws NeocogException if a member does not suit its data, the members' data differ, or a probability is not a number
     */
    public static Result evaluate(Device device, List<Member> members, int views, int batch, int workers) {
        Ensemble ensemble = new Ensemble(members.getFirst().data(), views);
        for (Member member : members) {
            ensemble.check(member, members.getFirst(), views);
            ensemble.add(device, member, views, batch, workers);
        }
        return new Result(ensemble.members, ensemble.together());
    }

    private void check(Member member, Member first, int views) {
        TrainingData.check(member.trained().model(), member.data());
        if (!member.data().labels().equals(first.data().labels()) || member.data().size() / views != pictures) {
            throw new NeocogException(member.name() + ": sees " + member.data().size() / views + " pictures of the classes "
                    + String.join(", ", member.data().labels()) + ", but " + first.name() + " sees " + pictures + " of "
                    + String.join(", ", first.data().labels()) + "; an ensemble answers one question");
        }
    }

    private void add(Device device, Member member, int views, int batch, int workers) {
        Tally tally = new Tally(classes);
        try (Session session = new Session(device)) {
            Weights.set(session, member.trained().weights());
            BatchLoader loader = BatchLoader.inOrder(member.data(), batch).withWorkers(workers);
            new ViewLoop(session, member.trained().model(), loader, views).run((index, label, probabilities) -> {
                tally.add(label, probabilities);
                labels[index] = label;
                for (int c = 0; c < classes; c++) {
                    sums[index * classes + c] += (float) probabilities[c];
                }
            });
        }
        Evaluation evaluation = tally.result();
        if (!Double.isFinite(evaluation.loss())) {
            throw new NeocogException(member.name() + ": the loss is " + evaluation.loss()
                    + ": the weights or the images are no sound numbers");
        }
        members.add(evaluation);
    }

    private Evaluation together() {
        Tally tally = new Tally(classes);
        double[] mean = new double[classes];
        for (int picture = 0; picture < pictures; picture++) {
            for (int c = 0; c < classes; c++) {
                mean[c] = (double) sums[picture * classes + c] / members.size();
            }
            tally.add(labels[picture], mean);
        }
        return tally.result();
    }
}
