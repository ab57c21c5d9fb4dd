package org.tresnet4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tresnet4j.benchmarks.worker.Mode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class SettingsTest {

    /** Nothing but the options. */
    @Command
    private static final class Holder {

        @Mixin
        private Settings settings;
    }

    private static Settings parse(String... options) {
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs(options);
        return holder.settings;
    }

    @Test
    void measuresAllSevenTimesUnlessTold() {
        Settings settings = parse();
        settings.check();
        assertThat(settings.groups()).containsExactly(Group.values());
        assertThat(settings.rounds()).isEqualTo(7);
        assertThat(settings.threads()).isEqualTo(2);
        assertThat(settings.batch(Group.TRAIN_16)).isEqualTo(16);
        assertThat(settings.torchscript(Mode.INFER)).isEmpty();
    }

    @Test
    void readsGroupsAndNumbers() {
        Settings settings = parse("--groups", "infer-1,limits", "--quick", "--batch", "2", "--only", "ours");
        assertThat(settings.groups()).containsExactly(Group.INFER_1, Group.LIMITS);
        assertThat(settings.rounds()).isEqualTo(2);
        assertThat(settings.batch(Group.TRAIN_16)).isEqualTo(2);
    }

    @Test
    void namesTheGroupsThereAre() {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse("--groups", "train-9"))
                .withMessageContaining("train-9")
                .withMessageContaining("train-8, train-16");
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--rounds", "0").check())
                .withMessageContaining("--rounds is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--size", "100").check())
                .withMessageContaining("multiple of 32");
    }

    @Test
    void theHelpNamesEveryGroup() {
        String help = Suite.commandLine().getUsageMessage();
        assertThat(Arrays.stream(Group.values()).map(Group::id)).allMatch(help::contains);
    }

    @Test
    void contendersWithoutTheirFilesSayWhatIsMissing() {
        Settings settings = parse();
        Layout layout = new Layout(java.nio.file.Path.of("home"));
        Contenders contenders =
                new Contenders(settings, layout, new Exports(settings, layout, Optional.empty()), Optional.empty());
        for (Group group : Group.values()) {
            List<Contender> table = contenders.of(group);
            assertThat(table).isNotEmpty().extracting(Contender::id).doesNotHaveDuplicates();
            assertThat(contenders.title(group)).isNotBlank();
        }
        assertThat(contenders.of(Group.INFER_8))
                .filteredOn(contender -> contender.program() instanceof Program.Missing)
                .extracting(Contender::id)
                .containsExactly("djl-torchscript", "onnx", "pytorch");
    }
}
