package org.tresnet4j.datasets.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoFormatTest {

    @TempDir
    private Path folder;

    private boolean isOfCoco(String text) throws IOException {
        return CocoFormat.isOf(Files.writeString(folder.resolve("file"), text));
    }

    @Test
    void anAnnotationFileIsKnownByItsKeySoundOrNot() throws IOException {
        assertThat(isOfCoco("{" + CocoFile.IMAGES + "," + CocoFile.ANNOTATIONS + "," + CocoFile.CATEGORIES + "}"))
                .isTrue();
        assertThat(isOfCoco("{\"info\": {\"annotations\": 1}, \"annotations\": ["))
                .isTrue();
    }

    @Test
    void othersAreNot() throws IOException {
        assertThat(isOfCoco("task: detection\nannotations: x\n")).isFalse();
        assertThat(isOfCoco("{\"task\": \"detection\", \"data\": {\"annotations\": []}}"))
                .isFalse();
        assertThat(isOfCoco("[{\"annotations\": []}]")).isFalse();
        assertThat(isOfCoco("")).isFalse();
        assertThat(CocoFormat.isOf(folder)).isFalse();
        assertThat(CocoFormat.isOf(folder.resolve("none"))).isFalse();
    }
}
