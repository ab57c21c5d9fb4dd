package org.tresnet4j.datasets.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.coco.CocoRecords;
import org.tresnet4j.datasets.coco.CocoRecords.AnnotationRecord;
import org.tresnet4j.datasets.coco.CocoRecords.ImageRecord;
import org.tresnet4j.datasets.inspect.ClassCount;

/** Of files with 20 images, all but two with a dog (category 7), two with a cat (category 2), the last two with nothing. */
class CocoFileSplitTest {

    private static final SplitFractions FIFTH = new SplitFractions(0.2, 0);

    @TempDir
    private Path folder;

    private final List<String> images = new ArrayList<>();
    private final List<String> annotations = new ArrayList<>();
    private String more = "";

    CocoFileSplitTest() {
        IntStream.range(0, 20).forEach(i -> image(i, "\"width\": 40, \"height\": 30"));
        IntStream.range(0, 18).forEach(i -> box(100 + i, i, 7, "\"area\": 4"));
        box(200, 3, 2, "\"area\": 4");
        box(201, 4, 2, "\"area\": 4");
        box(202, 4, 2, "\"iscrowd\": 1");
    }

    private void image(long id, String fields) {
        images.add("{\"id\": %d, \"file_name\": \"%d.png\", %s}".formatted(id, id, fields));
    }

    private void box(long id, long image, int category, String fields) {
        annotations.add("{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"bbox\": [1, 1, 2, 2], %s}"
                .formatted(id, image, category, fields));
    }

    private List<WrittenPart> split(SplitFractions fractions, long seed, String out) throws IOException {
        Path file = Files.writeString(
                folder.resolve("all.json"),
                "{%s\"images\": [%s], \"annotations\": [%s], \"categories\": [{\"id\": 7, \"name\": \"dog\"}, {\"id\": 2, \"name\": \"cat\"}]}"
                        .formatted(more, String.join(",", images), String.join(",", annotations)));
        return CocoFileSplit.write(file, fractions, seed, folder.resolve(out));
    }

    private List<WrittenPart> split() throws IOException {
        return split(FIFTH, 42, "out");
    }

    private static List<Long> imageIds(WrittenPart part) {
        return CocoRecords.read(part.file()).images().stream()
                .map(ImageRecord::id)
                .toList();
    }

    private static List<AnnotationRecord> annotations(WrittenPart part) {
        CocoRecords records = CocoRecords.read(part.file());
        return IntStream.range(0, records.annotations())
                .mapToObj(records::annotation)
                .toList();
    }

    @Test
    void everyRecordIsInOneOfTheParts() throws IOException {
        List<WrittenPart> parts = split(new SplitFractions(0.2, 0.1), 42, "out");
        assertThat(parts).extracting(WrittenPart::name).containsExactly("train", "validation", "test");
        assertThat(parts)
                .extracting(part -> folder.relativize(part.file()).toString().replace('\\', '/'))
                .containsExactly(
                        "out/instances_train.json", "out/instances_validation.json", "out/instances_test.json");
        assertThat(parts.stream().flatMap(part -> imageIds(part).stream()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).mapToObj(Long::valueOf).toList());
        assertThat(parts.stream().flatMap(part -> annotations(part).stream()))
                .extracting(AnnotationRecord::id)
                .hasSize(21)
                .doesNotHaveDuplicates();
    }

    @Test
    void anAnnotationIsWithItsImage() throws IOException {
        for (WrittenPart part : split()) {
            assertThat(annotations(part))
                    .isNotEmpty()
                    .allSatisfy(annotation -> assertThat(imageIds(part)).contains(annotation.imageId()));
        }
    }

    @Test
    void theSharesAreThoseAskedFor() throws IOException {
        assertThat(split()).extracting(WrittenPart::images).containsExactly(16, 4);
        assertThat(split(new SplitFractions(0.25, 0.25), 42, "b"))
                .extracting(WrittenPart::images)
                .containsExactly(10, 5, 5);
    }

    @Test
    void aRareClassIsInBothPartsAndIsCounted() throws IOException {
        List<WrittenPart> parts = split();
        assertThat(parts).allSatisfy(part -> {
            assertThat(part.classes()).extracting(ClassCount::name).containsExactly("dog", "cat");
            assertThat(part.classes().get(1)).isEqualTo(new ClassCount("cat", 1, 1));
        });
        assertThat(parts).extracting(WrittenPart::objects).containsExactly(14 + 1, 4 + 1);
    }

    @Test
    void imagesWithoutAnnotationsAreDistributedToo() throws IOException {
        assertThat(split().stream().mapToInt(WrittenPart::emptyImages).sum()).isEqualTo(2);
    }

    @Test
    void theSameSeedGivesTheSameFiles() throws IOException {
        String once = Files.readString(split(FIFTH, 1, "a").get(1).file());
        assertThat(split(FIFTH, 1, "b").get(1).file()).hasContent(once);
        assertThat(Files.readString(split(FIFTH, 2, "c").get(1).file())).isNotEqualTo(once);
    }

    @Test
    void whatNobodyHereKnowsOfIsKeptToTheDigit() throws IOException {
        more = "\"info\": {\"year\": 2026, \"by\": [\"J\u00fcrgen\"]}, \"licenses\": null, \"x\": 1E+400,";
        image(1L << 40, "\"tags\": [\"a\", {\"b\": null}], \"gps\": 52.10, \"width\": 4, \"height\": 3");
        box(
                300,
                1L << 40,
                7,
                "\"score\": 0.1000000000000000055, \"area\": 1.50, \"attributes\": {\"occluded\": false}");
        List<String> files = new ArrayList<>();
        for (WrittenPart part : split()) {
            files.add(Files.readString(part.file()));
        }
        assertThat(files)
                .allSatisfy(file -> assertThat(file)
                        .startsWith(
                                "{\"info\":{\"year\":2026,\"by\":[\"J\u00fcrgen\"]},\"licenses\":null,\"x\":1E+400,")
                        .contains("\"categories\":[{\"id\":7,\"name\":\"dog\"},{\"id\":2,\"name\":\"cat\"}]"));
        assertThat(String.join("", files))
                .contains("{\"id\":1099511627776,\"file_name\":\"1099511627776.png\","
                        + "\"tags\":[\"a\",{\"b\":null}],\"gps\":52.10,\"width\":4,\"height\":3}")
                .contains("\"bbox\":[1,1,2,2],\"score\":0.1000000000000000055,\"area\":1.50,"
                        + "\"attributes\":{\"occluded\":false}}");
    }

    @Test
    void tooFewImagesAreRefusedAndNothingIsWritten() {
        images.subList(1, 20).clear();
        annotations.subList(1, 21).clear();
        assertThatThrownBy(this::split)
                .isInstanceOf(DatasetException.class)
                .hasMessage(folder.resolve("all.json")
                        + ": none of its 1 images is left for validation; annotate more, or want fewer parts");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void brokenRecordsAreRefused() {
        box(300, 77, 7, "\"area\": 4");
        assertThatThrownBy(this::split).hasMessageEndingWith("all.json: annotation 300: image 77 is not in images");
        annotations.remove(annotations.size() - 1);
        box(300, 1, 5, "\"area\": 4");
        assertThatThrownBy(this::split)
                .hasMessageEndingWith("all.json: annotation 300: category 5 is not in categories");
        annotations.remove(annotations.size() - 1);
        image(3, "\"width\": 4");
        assertThatThrownBy(this::split).hasMessageEndingWith("all.json: image 3 occurs twice; give each its own id");
        images.set(20, "{\"id\": 20}");
        assertThatThrownBy(this::split).hasMessageContaining("all.json: image 20: file_name is missing");
    }

    @Test
    void whatIsNoAnnotationFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("results.json"), "[{\"image_id\": 3}]");
        assertThatThrownBy(() -> CocoFileSplit.write(file, FIFTH, 1, folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("results.json: is not a COCO annotation file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0|the fraction for validation is 0.0, expected above 0 and below 1",
                "1|0|the fraction for validation is 1.0",
                "NaN|0|the fraction for validation is NaN",
                "0.2|-0.1|the fraction for test is -0.1, expected at least 0 and below 1",
                "0.5|0.5|validation (0.5) and test (0.5) leave nothing to train on"
            })
    void fractionsOutOfRangeAreRefused(double validation, double test, String message) {
        assertThatThrownBy(() -> new SplitFractions(validation, test))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
