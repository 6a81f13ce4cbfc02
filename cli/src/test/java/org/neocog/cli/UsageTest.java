package org.neocog.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {
    @TempDir
    private Path folder;

    @Test
    void noCommand() {
        Cli.run().wrongUsageOf("neocog", "no command");
    }

    @Test
    void unknownCommand() {
        Cli.run("trian").wrongUsageOf("neocog", "trian");
    }

    @Test
    void unknownOption() {
        Cli.run("devices", "--colour").wrongUsageOf("neocog devices", "--colour");
    }

    @Test
    void missingOptions() {
        Cli.run("eval", "--run", folder).wrongUsageOf("neocog eval", "--data");
        Cli.run("predict", "--run", folder).wrongUsageOf("neocog predict", "FILE");
        Cli.run("summary").wrongUsageOf("neocog summary", "--model");
        Cli.run("train").wrongUsageOf("neocog train", "--model", "--data", "--resume");
        Cli.run("train", "--model", "softmax").wrongUsageOf("neocog train", "--data DIR is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "--epochs,0,at least 1",
        "--batch,-3,at least 1",
        "--batch,ten,ten",
        "--lr,0,above 0",
        "--lr,NaN,above 0",
        "--lr,-0.1,above 0",
        "--weight-decay,-1,0 or a number above",
        "--val-split,1.5,above 0 and below 1",
        "--val-split,0,above 0 and below 1",
        "--threads,0,at least 1",
        "--threads,100000,at most",
        "--checkpoint-steps,0,at least 1",
        "--seed,first,first",
        "--optimizer,sdg,sdg",
        "--optimizer,adam:beta3=1,beta3",
        "--schedule,linear,linear",
        "--schedule,cosine:max=1,max",
        "--clip-norm,0,above 0",
        "--clip-value,-1,above 0",
        "--ema,1,above 0 and below 1",
        "--patience,0,at least 1",
        "--label-smoothing,1,above 0 and below 1",
        "--mixup,NaN,above 0",
        "--snapshot-every,0,at least 1",
        "--device,tpu,tpu"
    })
    void trainNamesTheOptionAndItsValue(String option, String value, String part) {
        Cli.run("train", "--model", "softmax", "--data", folder, option, value)
                .wrongUsageOf("neocog train", option.equals("--device") ? "cpu, cuda" : option, part);
    }

    @Test
    void unknownModelListsTheModels() {
        Cli.run("summary", "--model", "mnist-cn")
                .wrongUsageOf("neocog summary", "mnist-cn", "softmax, mlp, mnist-cnn, lenet5, mlp-cifar");
    }

    @Test
    void aPatternThatIsNoneShowsWhatToWrite() {
        Cli.run("train", "--model", "pattern:n=x", "--data", folder)
                .wrongUsageOf("neocog train", "n must be a whole number from 0 to 16, not \"x\"", "write: pattern:n=2,m=3");
    }

    @Test
    void inputOfAnotherFormSaysWhatFormItHas() {
        Cli.run("summary", "--model", "softmax", "--input", "28x28").wrongUsageOf("neocog summary", "3x32x32", "28x28");
    }

    @Test
    void benchRefusesSenselessNumbers() {
        Cli.run("bench", "--model", "softmax", "--batch", 0).wrongUsageOf("neocog bench", "--batch 0");
        Cli.run("bench", "--model", "softmax", "--seconds", -1).wrongUsageOf("neocog bench", "--seconds -1");
        Cli.run("bench", "--model", "softmax", "--mode", "test").wrongUsageOf("neocog bench", "--mode", "test");
    }

    @Test
    void unknownOperationListsTheOperations() {
        Cli.run("check", "--op", "Convolve").wrongUsageOf("neocog check", "--op Convolve", "Conv2d", "MaxPool2d");
    }

    @Test
    void resumeTakesWhatTheRunDecidesFromTheRun() {
        Cli.run("train", "--resume", folder, "--model", "mlp", "--lr", 0.1, "--seed", 1)
                .wrongUsageOf("neocog train", "--model, --seed, --lr cannot be given with --resume");
        Cli.run("train", "--resume", folder, "--clip-norm", 1, "--clip-value", 1, "--decay-all", "--ema", 0.9, "--patience", 1,
                        "--label-smoothing", 0.1, "--mixup", 1, "--snapshot-every", 1, "--init-from", folder, "--freeze", "a",
                        "--freeze", "b")
                .wrongUsageOf(
                        "neocog train",
                        "--clip-norm, --clip-value, --decay-all, --ema, --patience, --label-smoothing, --mixup,"
                                + " --snapshot-every, --init-from, --freeze cannot be given with --resume");
    }
}
