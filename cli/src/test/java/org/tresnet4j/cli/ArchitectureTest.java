package org.tresnet4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The map in docs/architecture.md: who may know whom. */
class ArchitectureTest {

    private static final String BASE = "org.tresnet4j.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.tresnet4j");

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "runner: backbone datasets tasks classification detection multilabel spark cli examples",
                "datasets: backbone runner tasks classification detection multilabel spark cli examples",
                "backbone: datasets runner tasks classification detection multilabel spark cli examples",
                "tasks: backbone classification detection multilabel spark cli examples",
                "classification: detection multilabel spark cli examples",
                "detection: classification multilabel spark cli examples",
                "multilabel: classification detection spark cli examples",
                "spark: backbone datasets tasks classification detection multilabel cli examples",
                "cli: examples"
            })
    void modulesDoNotKnow(String module, String others) {
        String[] packages = Arrays.stream(others.split(" "))
                .map(other -> BASE + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(BASE + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(CLASSES);
    }

    @Test
    void kernelsDoNotKnowDeeplearning4j() {
        noClasses()
                .that()
                .resideInAPackage(BASE + "backbone.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.deeplearning4j..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCliKnowsPicocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"util", "utils", "common", "helper", "helpers", "manager", "misc"})
    void packagesSayWhatTheyHold(String name) {
        noClasses().should().resideInAnyPackage("org.tresnet4j.." + name + "..").check(CLASSES);
    }
}
