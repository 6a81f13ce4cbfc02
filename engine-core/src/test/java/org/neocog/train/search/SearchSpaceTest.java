package org.neocog.train.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.UsageException;
import org.neocog.nn.Recipe;
import org.neocog.train.TrainingOptions;

final class SearchSpaceTest {
    private static List<String> texts(List<Trial> trials) {
        return trials.stream().map(Trial::toString).toList();
    }

    @Test
    void aGridHasEveryCombinationTheLastSettingChangingFastest() {
        SearchSpace space = SearchSpace.parse("lr=log:1e-4:1e-1:4,optimizer=adam|momentum:momentum=0.95");
        assertEquals(List.of("lr", "optimizer"), space.keys());
        assertEquals(
                List.of(
                        "lr=1.0E-4 optimizer=adam",
                        "lr=1.0E-4 optimizer=momentum:momentum=0.95",
                        "lr=0.001 optimizer=adam",
                        "lr=0.001 optimizer=momentum:momentum=0.95",
                        "lr=0.01 optimizer=adam",
                        "lr=0.01 optimizer=momentum:momentum=0.95",
                        "lr=0.1 optimizer=adam",
                        "lr=0.1 optimizer=momentum:momentum=0.95"),
                texts(space.grid()));
        assertEquals(List.of("ema=0.9", "ema=0.93", "ema=0.96", "ema=0.99"), texts(SearchSpace.parse("ema=lin:0.9:0.99:4").grid()));
        assertEquals(List.of("batch=16", "batch=64", "batch=256"), texts(SearchSpace.parse("batch=log:16:256:3").grid()));
    }

    @Test
    void randomTrialsDependOnSeedAndNumberAlone() {
        SearchSpace space = SearchSpace.parse("lr=log:1e-4:1e-1,weight-decay=1e-4|5e-4,batch=lin:10:20");
        List<Trial> ten = space.random(7, 10);
        assertEquals(ten.subList(0, 4), space.random(7, 4));
        assertNotEquals(ten, space.random(8, 10));
        assertEquals(
                ten.stream().map(trial -> trial.settings().get("lr")).toList(),
                SearchSpace.parse("lr=log:1e-4:1e-1").random(7, 10).stream()
                        .map(trial -> trial.settings().get("lr"))
                        .toList(),
                "another setting moves none");
        for (Trial trial : ten) {
            double rate = Double.parseDouble(trial.settings().get("lr"));
            assertTrue(rate >= 1e-4 && rate <= 1e-1, trial.toString());
            assertTrue(Set.of("1e-4", "5e-4").contains(trial.settings().get("weight-decay")));
            assertTrue(trial.settings().get("batch").matches("1\\d|20"), trial.toString());
        }
    }

    /** Of 400 numbers, 100 to a decade; a quarter of such samples lies within 75 and 125 in all but 1 case of 200. */
    @Test
    void aLogarithmicRangeHasAsManyInEachDecade() {
        List<Trial> trials = SearchSpace.parse("lr=log:1e-4:1").random(1, 400);
        for (double decade : new double[] {1e-4, 1e-3, 1e-2, 1e-1}) {
            long count = trials.stream()
                    .mapToDouble(trial -> Double.parseDouble(trial.settings().get("lr")))
                    .filter(rate -> rate >= decade && rate < 10 * decade)
                    .count();
            assertTrue(count > 75 && count < 125, count + " from " + decade);
        }
    }

    @Test
    void noTwoTrialsAreAlike() {
        SearchSpace space = SearchSpace.parse("optimizer=adam|sgd|rmsprop,batch=8|16");
        assertEquals(new HashSet<>(texts(space.grid())), new HashSet<>(texts(space.random(3, 6))));
        assertEquals(
                "--trials 7: the space has only 6 combinations; --grid tries all of them",
                assertThrows(UsageException.class, () -> space.random(3, 7)).getMessage());
    }

    @Test
    void aTrialSetsWhatItNames() {
        Trial trial = SearchSpace.parse("lr=0.5,weight-decay=0,optimizer=sgd,schedule=cosine,batch=7,clip-norm=2,clip-value=3,"
                        + "ema=0.5,label-smoothing=0.25,mixup=1")
                .grid()
                .getFirst();
        assertEquals(
                new Recipe("sgd", 0.5, "cosine", 0, 7, 4, false),
                trial.applyTo(new Recipe("adam", 0.1, "constant", 0.3, 100, 4, false)));
        assertEquals(
                TrainingOptions.none().withClipping(2, 3).withAveraging(0.5).withLabelSmoothing(0.25).withMixup(1).withPatience(3),
                trial.applyTo(TrainingOptions.none().withPatience(3)));
        Trial none = SearchSpace.parse("mixup=0").grid().getFirst();
        assertEquals(TrainingOptions.none(), none.applyTo(TrainingOptions.none().withMixup(0.2)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "''~there is nothing to search; name settings and their values, as in lr=log:1e-4:1e-1,optimizer=adam|momentum",
        "'  '~there is nothing to search",
        "lr~\"lr\" is not KEY=VALUES, as in lr=0.1|0.01",
        "lr=0.1,~\"\" is not KEY=VALUES",
        "rate=0.1~unknown setting \"rate\"; known: lr, weight-decay, optimizer, schedule, batch, clip-norm, clip-value, ema,"
                + " label-smoothing, mixup",
        "optimizer=adam:beta1=0.8,beta2=0.9~unknown setting \"beta2\"; known: ",
        "lr=0.1,lr=0.2~lr stands there twice",
        "lr=~a value is missing; values are separated by |, as in lr=0.1|0.2",
        "optimizer=adam||sgd~a value is missing; values are separated by |, as in optimizer=adam|momentum",
        "lr=0.1|0.1~0.1 stands there twice",
        "lr=fast~must be a number such as 0.1, not \"fast\"",
        "lr=0~the learning rate must be above 0, not 0.0",
        "batch=1.5~must be a whole number, not \"1.5\"",
        "ema=1~averaging is at least 0 and below 1, not 1.0",
        "optimizer=adm~unknown optimizer \"adm\"; allowed: sgd, momentum",
        "schedule=linear~unknown schedule \"linear\"",
        "lr=log:0.1~a range is log:LOW:HIGH or lin:LOW:HIGH",
        "optimizer=log:adam:sgd~a range is log:LOW:HIGH",
        "lr=log:0.1:0.01~a range goes from a smaller number to a larger one, both above 0",
        "mixup=log:0:1~a range goes from a smaller number to a larger one, both above 0",
        "lr=lin:0.1:x~must be a number such as 0.1, not \"x\"",
        "lr=log:0.1:1:1~the number of points must be a whole number from 2 to 9999, not \"1\"",
    })
    void aWrongSpaceIsToldWhatIsWrong(String text, String part) {
        String message = assertThrows(UsageException.class, () -> SearchSpace.parse(text)).getMessage();
        assertTrue(message.startsWith("--space "), message);
        assertTrue(message.contains(part), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void aGridNeedsCountableValuesAndNotTooMany() {
        assertEquals(
                "--grid needs a number of points for lr, as in lr=log:0.001:0.1:3; or search at random with --trials N",
                assertThrows(UsageException.class, () -> SearchSpace.parse("lr=log:1e-4:1").grid()).getMessage());
        assertTrue(assertThrows(
                        UsageException.class, () -> SearchSpace.parse("lr=log:1e-4:1:999,mixup=lin:0:1:999").grid())
                .getMessage()
                .startsWith("--grid: the space has more than 10000 combinations"));
        assertThrows(UsageException.class, () -> SearchSpace.parse("lr=0.1").random(0, 0));
    }
}
