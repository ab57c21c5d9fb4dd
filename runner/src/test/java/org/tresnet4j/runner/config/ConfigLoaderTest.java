package org.tresnet4j.runner.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.runner.spi.Places;
import org.tresnet4j.runner.toy.ToyConfig;
import org.tresnet4j.runner.toy.Toys;

class ConfigLoaderTest {

    private static Experiment<?> parse(String yaml, String... overrides) {
        return new ConfigLoader(Tasks.installed()).parse("x.yaml", yaml, List.of(overrides));
    }

    private static String faultsOf(String yaml, String... overrides) {
        return catchThrowableOfType(ConfigException.class, () -> parse(yaml, overrides))
                .getMessage();
    }

    /** The smallest file, with one more line at the end (line 6). */
    private static String faultsWith(String line) {
        return faultsOf(Toys.YAML + line + "\n");
    }

    @Test
    void defaultsFillWhatTheFileLeavesOut() {
        Experiment<?> experiment = parse(Toys.YAML);
        assertThat(experiment.run().seed()).isEqualTo(42);
        assertThat(experiment.run().train().optimizer().momentum()).isEqualTo(0.9);
        assertThat(experiment.run().train().stopAfterEpochs()).isEmpty();
        assertThat(((ToyConfig) experiment.task()).data().names()).containsExactly("inner", "outer");
    }

    @Test
    void valuesOfTheFileAreTaken() {
        Experiment<?> experiment = parse(Toys.YAML + """
                    type: adam
                    beta1: 0.95
                    epsilon: 1e-7
                  stopAfterEpochs: 2
                  schedule: {type: one-cycle, riseFraction: 0.3}
                  ema: {decay: 0.99}
                data: {batch: 4, names: [a, b]}
                """);
        TrainConfig train = experiment.run().train();
        assertThat(train.optimizer().type()).isEqualTo(OptimizerConfig.Type.ADAM);
        assertThat(train.optimizer().epsilon()).isEqualTo(1e-7);
        assertThat(train.stopAfterEpochs()).contains(2);
        assertThat(train.schedule().type()).isEqualTo(ScheduleConfig.Type.ONE_CYCLE);
        assertThat(train.ema()).isEqualTo(new EmaConfig(0.99, true));
        assertThat(((ToyConfig) experiment.task()).data().names()).containsExactly("a", "b");
    }

    @Test
    void anUnknownKeyIsAnsweredWithTheNearest() {
        assertThat(faultsWith("modle: {}")).isEqualTo("x.yaml:6: modle: unknown key; did you mean model?");
    }

    @Test
    void anUnknownNestedKeyIsNamedWithItsPath() {
        assertThat(faultsWith("    momentun: 0.5"))
                .isEqualTo("x.yaml:6: train.optimizer.momentun: unknown key; did you mean train.optimizer.momentum?");
    }

    @Test
    void aKeyInTheWrongSectionIsAnsweredWithWhereItBelongs() {
        assertThat(faultsWith("logEvery: 5"))
                .isEqualTo("x.yaml:6: logEvery: unknown key; did you mean train.logEvery?");
    }

    @Test
    void aKeyLikeNoOtherIsAnsweredWithWhatIsKnown() {
        assertThat(faultsWith("zzzzzzzzz: 5"))
                .isEqualTo(
                        "x.yaml:6: zzzzzzzzz: unknown key; known here: task, seed, device, train, cluster, model, data");
    }

    @Test
    void aWrongTypeIsNamed() {
        assertThat(faultsWith("seed: soon")).isEqualTo("x.yaml:6: seed: expected a whole number, found 'soon'");
        assertThat(faultsWith("seed: 1.5")).isEqualTo("x.yaml:6: seed: expected a whole number, found '1.5'");
        assertThat(faultsWith("seed: [1]")).isEqualTo("x.yaml:6: seed: expected a whole number, found a list");
        assertThat(faultsWith("    momentum: 0x1p3"))
                .isEqualTo("x.yaml:6: train.optimizer.momentum: expected a number, found '0x1p3'");
        assertThat(faultsWith("data: 5"))
                .isEqualTo(
                        "x.yaml:6: data: expected a section with the keys batch, batches, names, brokenAt, found '5'");
        assertThat(faultsWith("data: {names: inner}"))
                .isEqualTo("x.yaml:6: data.names: expected a list, e.g. [a, b], found 'inner'");
    }

    @Test
    void aNumberThatIsTooLargeIsNamed() {
        assertThat(faultsWith("data: {batch: 99999999999}"))
                .isEqualTo("x.yaml:6: data.batch: '99999999999' is too large for a whole number here");
    }

    @Test
    void aKeyWithoutAValueIsNamed() {
        assertThat(faultsWith("seed:")).isEqualTo("x.yaml:6: seed: expected a whole number, found no value");
    }

    @Test
    void anEmptySectionHasItsDefaults() {
        assertThat(((ToyConfig) parse(Toys.YAML + "data:\n").task()).data().batch())
                .isEqualTo(8);
    }

    @Test
    void aMissingRequiredKeyIsNamedWithItsMeaning() {
        assertThat(faultsOf("task: toy\ntrain:\n  epochs: 3\n"))
                .isEqualTo("x.yaml:2: train.optimizer.learningRate: is required: "
                        + "learning rate at the schedule's peak, for the batch size of the run");
    }

    @Test
    void aNumberOutOfRangeIsNamedWithTheRange() {
        assertThat(faultsWith("    momentum: 1"))
                .isEqualTo("x.yaml:6: train.optimizer.momentum: must be at least 0 and below 1, found 1");
        assertThat(faultsWith("data: {batch: 0}")).isEqualTo("x.yaml:6: data.batch: must be at least 1, found 0");
    }

    @Test
    void anUnknownChoiceIsAnsweredWithAllAndTheNearest() {
        assertThat(faultsWith("  schedule: {type: onecycle}"))
                .isEqualTo(
                        "x.yaml:6: train.schedule.type: expected one of constant, one-cycle, cosine, polynomial, step, "
                                + "found 'onecycle'; did you mean one-cycle?");
    }

    @Test
    void aKeyOfAnotherTypeIsAContradiction() {
        assertThat(faultsWith("    beta1: 0.9"))
                .isEqualTo("x.yaml:6: train.optimizer.beta1: has a meaning only when train.optimizer.type is "
                        + "adam or adamw, which is sgd; remove it");
        assertThat(faultsWith("  schedule: {warmupFactor: 0.1}"))
                .isEqualTo("x.yaml:6: train.schedule.warmupFactor: has a meaning only when "
                        + "train.schedule.warmupIterations is not 0, which is 0; remove it");
    }

    @Test
    void whatARecordObjectsToIsNamedWithItsSectionAndWhereItIsWritten() {
        assertThat(faultsWith("  stopAfterEpochs: 9"))
                .startsWith("x.yaml:6: train: stopAfterEpochs (9) is larger than epochs (4)");
        assertThat(faultsWith("  schedule: {type: step, milestones: [3, 2]}"))
                .isEqualTo("x.yaml:6: train.schedule: milestones [3, 2] must be increasing");
    }

    @Test
    void whatARecordObjectsToIsNamedWithTheOverrideThatSaysIt() {
        assertThat(faultsOf(Toys.YAML, "train.stopAfterEpochs=9"))
                .startsWith("--set train.stopAfterEpochs=9: train: stopAfterEpochs (9) is larger than epochs (4)");
        assertThat(faultsWith("  schedule:\n    type: step\n    milestones: [2, 9]"))
                .startsWith("x.yaml:8: train: schedule.milestones [2, 9] must be below epochs (4)");
    }

    @Test
    void whatARecordObjectsToIsToldBesideUnknownAndMeaninglessKeys() {
        assertThat(faultsWith("    beta1: 0.9\n  logEvry: 5\n  stopAfterEpochs: 9")
                        .lines())
                .satisfiesExactly(
                        fault -> assertThat(fault)
                                .startsWith("x.yaml:6: train.optimizer.beta1: has a meaning only when"),
                        fault -> assertThat(fault).startsWith("x.yaml:7: train.logEvry: unknown key"),
                        fault -> assertThat(fault).startsWith("x.yaml:8: train: stopAfterEpochs (9) is larger"));
    }

    @Test
    void aKeySetTwiceIsNamedWithBothLines() {
        assertThat(faultsWith("task: toy")).isEqualTo("x.yaml:6: task: is set twice, first in line 1; remove one");
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        ConfigException faults = catchThrowableOfType(ConfigException.class, () -> parse("""
                        task: toy
                        sede: 3
                        train:
                          epochs: none
                          optimizer: {type: sdg, learningRate: -1}
                          logEvry: 5
                        data:
                          batch: 0
                          batch: 1
                        """, "train.x=1"));
        assertThat(faults.faults())
                .extracting(ConfigException.Fault::key)
                .as("in the order of the file")
                .containsExactly(
                        "sede",
                        "train.epochs",
                        "train.optimizer.type",
                        "train.optimizer.learningRate",
                        "train.logEvry",
                        "data.batch",
                        "data.batch",
                        "train.x");
        assertThat(faults.getMessage().lines()).hasSize(8);
    }

    @Test
    void anUnknownTaskIsAnsweredWithTheKnownOnes() {
        assertThat(faultsOf("task: toi\ntrain: {epochs: 1, optimizer: {learningRate: 1}}"))
                .isEqualTo("x.yaml:1: task: unknown task 'toi'; known tasks: toy; did you mean toy?");
    }

    @Test
    void aMissingTaskIsAnsweredWithTheKnownOnes() {
        assertThat(faultsOf("seed: 1"))
                .startsWith("x.yaml:1: task: names the task to run and is required; known tasks: toy");
    }

    @Test
    void theRunnersKeysAreCheckedWithoutATask() {
        assertThat(faultsOf("seed: soon\ntrain: {epoch: 1, optimizer: {learningRate: 1}}"))
                .isEqualTo(String.join(
                        System.lineSeparator(),
                        "x.yaml:1: task: names the task to run and is required; known tasks: toy",
                        "x.yaml:1: seed: expected a whole number, found 'soon'",
                        "x.yaml:2: train.epoch: unknown key; did you mean train.epochs?",
                        "x.yaml:2: train.epochs: is required: epochs that the schedule is planned for"));
    }

    @Test
    void brokenYamlIsNamedWithItsLine() {
        assertThat(faultsOf("task: toy\ntrain: [1,\nseed: }")).startsWith("x.yaml:3: not valid YAML: ");
    }

    @Test
    void aTopLevelThatIsNoSectionIsRefused() {
        assertThat(faultsOf("- a\n- b\n")).contains("the top level must be 'key: value' lines, found a list");
    }

    @Test
    void anAliasIsRefused() {
        assertThat(faultsWith("seed: &s 3\nmodel: {hidden: *s}"))
                .contains("x.yaml:7: model.hidden: aliases (*name) are not supported; write the value out");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("none.yaml");
        assertThatThrownBy(() -> new ConfigLoader(Tasks.installed()).load(file, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": does not exist");
    }

    @Test
    void aFileThatIsNotUtf8IsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("latin.yaml"), "task: tüy".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> new ConfigLoader(Tasks.installed()).load(file, List.of()))
                .hasMessage(file + ": is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void overridesWinOverTheFile() {
        Experiment<?> experiment = parse(
                Toys.YAML, "train.epochs=7", "data.names=[x, y]", "seed = 5", "train.optimizer.learningRate=1e-3");
        assertThat(experiment.run().train().epochs()).isEqualTo(7);
        assertThat(experiment.run().seed()).isEqualTo(5);
        assertThat(experiment.run().train().optimizer().learningRate()).isEqualTo(1e-3);
        assertThat(((ToyConfig) experiment.task()).data().names()).containsExactly("x", "y");
    }

    @Test
    void anUnknownOverrideIsNamedWithTheNearestKey() {
        assertThat(faultsOf(Toys.YAML, "train.epohcs=7"))
                .isEqualTo("--set train.epohcs=7: train.epohcs: unknown key; did you mean train.epochs?");
    }

    @Test
    void aWronglyTypedOverrideIsNamed() {
        assertThat(faultsOf(Toys.YAML, "train.epochs=many"))
                .isEqualTo("--set train.epochs=many: train.epochs: expected a whole number, found 'many'");
    }

    @Test
    void anOverrideHasNoLines() {
        assertThat(faultsOf(Toys.YAML, "train.schedule={type: step, milestones: [3, 2]}"))
                .isEqualTo("--set train.schedule={type: step, milestones: [3, 2]}: train.schedule:"
                        + " milestones [3, 2] must be increasing");
        assertThat(faultsOf(Toys.YAML, "data={batch: 1, batch: 2}"))
                .isEqualTo("--set data={batch: 1, batch: 2}: batch: is set twice; remove one");
        assertThat(faultsOf(Toys.YAML, "data.names=[a")).startsWith("--set data.names=[a: not valid YAML: ");
    }

    @Test
    void theExperimentKnowsWhereItsKeysAreWritten() {
        Places places =
                parse(Toys.YAML + "data: {batch: 4}\n", "train.ema.decay=0.9").places();
        assertThat(places.of("data.batch")).isEqualTo("x.yaml:6");
        assertThat(places.of("data.names")).as("of its section").isEqualTo("x.yaml:6");
        assertThat(places.of("model.hidden")).as("of the file").isEqualTo("x.yaml:1");
        assertThat(places.of("train.ema.decay")).isEqualTo("--set train.ema.decay=0.9");
    }

    @Test
    void anOverrideWithoutAnEqualsSignIsRefused() {
        assertThat(faultsOf(Toys.YAML, "train.epochs"))
                .isEqualTo("--set train.epochs: expected key=value, e.g. --set train.epochs=3");
    }

    @Test
    void anOverrideOfAnOptionalKeyByNullRemovesIt() {
        assertThat(parse(Toys.YAML + "  stopAfterEpochs: 2\n", "train.stopAfterEpochs=null")
                        .run()
                        .train()
                        .stopAfterEpochs())
                .isEmpty();
    }

    @Test
    void theResolvedConfigurationReadsBackEqual() {
        Experiment<?> experiment = parse(
                Toys.YAML,
                "train.optimizer.type=adamw",
                "train.optimizer.epsilon=1e-12",
                "train.schedule.type=step",
                "train.schedule.milestones=[2, 3]",
                "train.maxIterations=9",
                "data.names=['null', 'a: b # c']",
                "train.ema.decay=0.9997");
        String yaml = experiment.toYaml();
        Experiment<?> again = parse(yaml);
        assertThat(again.run()).isEqualTo(experiment.run());
        assertThat(again.task()).isEqualTo(experiment.task());
        assertThat(again.toYaml()).isEqualTo(yaml);
    }

    @Test
    void theResolvedConfigurationNamesEveryDefaultThatApplies() {
        assertThat(parse(Toys.YAML).toYaml())
                .contains("seed: 42", "type: sgd", "weightDecay: 0.0001\n", "type: constant", "logEvery: 20")
                .doesNotContain("beta1", "milestones", "warmupFactor", "stopAfterEpochs");
    }

    @Test
    void textThatLooksLikeSomethingElseReadsBackAsText() {
        List<String> names = List.of("", "null", "~", "true", "1e3", "- a", "*a", "#x", "a\nb", " x ", "'q'", "{", "ä");
        record Names(@Key("names") List<String> names) {}
        String yaml = YamlWriter.write(List.of(new Names(names)));
        Faults faults = new Faults();
        Names read = new Binder(faults, List.of())
                .bind(new YamlReader("y", faults).document(yaml), "", RecordSchema.of(Names.class))
                .orElseThrow();
        assertThat(read.names()).isEqualTo(names);
    }

    @Test
    void aTaskThatTakesAKeyOfTheRunnerIsRefused() {
        record Clash(
                @Key(value = "mine", defaultValue = "1") long seed) {}
        var provider = new org.tresnet4j.runner.spi.TaskProvider<Clash>() {
            @Override
            public String name() {
                return "clash";
            }

            @Override
            public Class<Clash> configType() {
                return Clash.class;
            }

            @Override
            public org.tresnet4j.runner.spi.TrainingTask create(
                    Clash config, org.tresnet4j.runner.spi.TaskContext context) {
                throw new AssertionError("never reached");
            }
        };
        assertThatThrownBy(() -> new ConfigLoader(Tasks.of(provider)).parse("x.yaml", "task: clash", List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("top-level key 'seed'");
        assertThatThrownBy(() -> Tasks.of(provider, provider)).hasMessageContaining("two tasks are named 'clash'");
    }
}
