package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.UsageException;
import org.neocog.graph.AdadeltaUpdate;
import org.neocog.graph.AdamUpdate;
import org.neocog.graph.RmsPropUpdate;
import org.neocog.graph.SgdUpdate;

final class OptimizersTest {
    /** The numbers are the defaults in PyTorch's documentation of torch.optim; momentum's are Caffe's and KTH's 0.9. */
    @Test
    void aBareNameHasTheUsualSettings() {
        assertEquals(new Sgd(0, false), Optimizers.parse("sgd"));
        assertEquals(new Sgd(0.9f, false), Optimizers.parse("momentum"));
        assertEquals(new Sgd(0.9f, true), Optimizers.parse("nesterov"));
        assertEquals(new RmsProp(0.99f, 1e-8f), Optimizers.parse("rmsprop"));
        assertEquals(new Adam(0.9f, 0.999f, 1e-8f, false), Optimizers.parse("adam"));
        assertEquals(new Adam(0.9f, 0.999f, 1e-8f, true), Optimizers.parse("adamw"));
        assertEquals(new Adadelta(0.9f, 1e-6f), Optimizers.parse("adadelta"));
    }

    @Test
    void everyKeySetsItsNumber() {
        assertEquals(new Sgd(0.5f, false), Optimizers.parse("momentum:momentum=0.5"));
        assertEquals(new Sgd(0.5f, true), Optimizers.parse("nesterov:momentum=.5"));
        assertEquals(new RmsProp(0.5f, 0.25f), Optimizers.parse("rmsprop:epsilon=0.25,alpha=0.5"));
        assertEquals(new Adam(0.5f, 0.25f, 0.125f, false), Optimizers.parse("adam:beta2=0.25,beta1=0.5,epsilon=0.125"));
        assertEquals(new Adam(0.9f, 0.25f, 1e-8f, true), Optimizers.parse("adamw:beta2=0.25"));
        assertEquals(new Adadelta(0.5f, 0.25f), Optimizers.parse("adadelta:rho=0.5,epsilon=0.25"));
    }

    @Test
    void theUpdateTakesTheWeightDecay() {
        assertEquals(new SgdUpdate(0.9f, true, 0.25f), new Sgd(0.9f, true).update(0.25f));
        assertEquals(new RmsPropUpdate(0.9f, 0.5f, 0.25f), new RmsProp(0.9f, 0.5f).update(0.25f));
        assertEquals(new AdamUpdate(0.9f, 0.99f, 0.5f, 0.25f, true), new Adam(0.9f, 0.99f, 0.5f, true).update(0.25f));
        assertEquals(new AdadeltaUpdate(0.9f, 0.5f, 0.25f), new Adadelta(0.9f, 0.5f).update(0.25f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Adam", "adagrad", "adam,beta1=0.9", ":beta1=0.9"})
    void unknownNamesAreToldWhatIsAllowed(String text) {
        String name = text.contains(":") ? "" : text;
        assertEquals(
                "--optimizer " + text + ": unknown optimizer \"" + name + "\"; allowed: "
                        + String.join(", ", List.of("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw", "adadelta")),
                message(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sgd:momentum=0.9|unknown key \"momentum\" of sgd; sgd takes no keys",
        "adam:beta=0.9|unknown key \"beta\" of adam; allowed keys: beta1, beta2, epsilon",
        "adam:|unknown key \"\" of adam; allowed keys: beta1, beta2, epsilon",
        "adam:beta1|beta1 has no value; allowed keys: beta1, beta2, epsilon",
        "adam:beta1=0.9,beta1=0.9|beta1 stands there twice; allowed keys: beta1, beta2, epsilon",
        "adam:beta1=x|beta1 must be a number such as 0.1, not \"x\"; allowed keys: beta1, beta2, epsilon",
        "adam:beta1=-1|beta1 must be a number such as 0.1, not \"-1\"; allowed keys: beta1, beta2, epsilon",
        "adam:beta2=1|a beta must be at least 0 and below 1; allowed keys: beta1, beta2, epsilon",
        "adam:epsilon=1e99|epsilon is too large for a 32-bit float; allowed keys: beta1, beta2, epsilon",
        "momentum:momentum=1|a momentum must be at least 0 and below 1, not 1.0; allowed keys: momentum",
        "nesterov:momentum=0|Nesterov's rule needs a momentum above 0; allowed keys: momentum",
        "rmsprop:alpha=1.5|alpha must be at least 0 and below 1, not 1.5; allowed keys: alpha, epsilon",
        "adadelta:epsilon=0|epsilon must be above 0 and weight decay at least 0; allowed keys: rho, epsilon",
    }, quoteCharacter = '~')
    void wrongKeysAndValuesAreToldWhatIsAllowed(String text, String wrong) {
        assertEquals("--optimizer " + text + ": " + wrong, message(text));
    }

    private static String message(String text) {
        return assertThrows(UsageException.class, () -> Optimizers.parse(text)).getMessage();
    }
}
