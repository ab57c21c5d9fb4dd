package org.tresnet4j.datasets.matlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.matlab.OxfordFlowers.Part;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

class MatlabDatasetsTest {

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Cell names = Mat5.newCell(1, 2);
        names.set(0, Mat5.newString("AM General Hummer SUV 2000"));
        names.set(1, Mat5.newString("smart fortwo Convertible 2012"));
        write("cars_meta.mat", "class_names", names);
        write("cars.mat", "annotations", cars(2, 1));
        write("imagelabels.mat", "labels", row(77, 3, 102, 1));
        Mat5.writeToFile(
                Mat5.newMatFile()
                        .addArray("trnid", row(2))
                        .addArray("valid", row(3))
                        .addArray("tstid", row(4, 1)),
                folder.resolve("setid.mat").toFile());
    }

    private void write(String file, String variable, Array value) throws IOException {
        Mat5.writeToFile(
                Mat5.newMatFile().addArray(variable, value),
                folder.resolve(file).toFile());
    }

    private static Matrix row(double... values) {
        Matrix row = Mat5.newMatrix(1, values.length);
        for (int i = 0; i < values.length; i++) {
            row.setDouble(i, values[i]);
        }
        return row;
    }

    private static Struct cars(int... classes) {
        Struct cars = Mat5.newStruct(1, classes.length);
        for (int i = 0; i < classes.length; i++) {
            cars.set("bbox_x1", i, Mat5.newScalar(31));
            cars.set("bbox_y1", i, Mat5.newScalar(1));
            cars.set("bbox_x2", i, Mat5.newScalar(100));
            cars.set("bbox_y2", i, Mat5.newScalar(50 + i));
            cars.set("class", i, Mat5.newScalar(classes[i]));
            cars.set("fname", i, Mat5.newString("0000" + (i + 1) + ".jpg"));
        }
        return cars;
    }

    @Test
    void readsCarsWithTheirBoxes() {
        AnnotationIndex index = StanfordCars.read(folder.resolve("cars.mat"), Path.of("pictures"));
        assertThat(index.labels().names())
                .containsExactly("AM General Hummer SUV 2000", "smart fortwo Convertible 2012");
        AnnotatedImage second = index.images().get(1);
        assertThat(second.file()).isEqualTo(Path.of("pictures/00002.jpg"));
        assertThat(second.annotations().get(0).classIndex()).isZero();
        // MATLAB counts from 1 and includes both corners
        assertThat(second.measured(200, 100).annotations().get(0).box()).isEqualTo(new Box(30, 0, 100, 51));
    }

    @Test
    void refusesACarOfAnUnknownClass() throws IOException {
        write("cars.mat", "annotations", cars(2, 3));
        assertThatThrownBy(() -> StanfordCars.read(folder.resolve("cars.mat"), folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("cars.mat: annotation 2 has the class 3, but there are 2");
    }

    @Test
    void saysWhichFileHasTheLabels() throws IOException {
        Struct without = cars(1);
        without.remove("class");
        write("cars.mat", "annotations", without);
        assertThatThrownBy(() -> StanfordCars.read(folder.resolve("cars.mat"), folder))
                .hasMessageContaining("no field 'class'")
                .hasMessageContaining("cars_test_annos_withlabels.mat");
    }

    @Test
    void readsThePartsOfTheFlowers() {
        AnnotationIndex test = OxfordFlowers.read(folder, Path.of("jpg"), Part.TEST);
        assertThat(test.labels().size()).isEqualTo(102);
        assertThat(test.images())
                .extracting(AnnotatedImage::file)
                .containsExactly(Path.of("jpg/image_00004.jpg"), Path.of("jpg/image_00001.jpg"));
        assertThat(test.images())
                .extracting(image -> image.annotations().get(0).classIndex())
                .containsExactly(0, 76);
        assertThat(OxfordFlowers.read(folder, Path.of("jpg"), Part.TRAIN_AND_VALIDATION)
                        .images())
                .extracting(AnnotatedImage::id)
                .containsExactly(2L, 3L);
    }

    @Test
    void refusesAFlowerThatHasNoLabel() throws IOException {
        write("setid.mat", "tstid", row(5));
        assertThatThrownBy(() -> OxfordFlowers.read(folder, folder, Part.TEST))
                .hasMessageContaining("setid.mat: tstid has the picture 5, but there are labels of 4");
    }

    @Test
    void refusesALabelBeyondTheClasses() throws IOException {
        write("imagelabels.mat", "labels", row(1, 103, 1, 1));
        assertThatThrownBy(() -> OxfordFlowers.read(folder, folder, Part.TRAIN))
                .hasMessageContaining("imagelabels.mat: picture 2 has the class 103, expected 1 to 102");
    }

    @Test
    void namesAMissingFileAndVariable() throws IOException {
        write("setid.mat", "other", row(1));
        assertThatThrownBy(() -> OxfordFlowers.read(folder, folder, Part.TEST))
                .hasMessageContaining("setid.mat: has no variable 'tstid'");
        Files.delete(folder.resolve("setid.mat"));
        assertThatThrownBy(() -> OxfordFlowers.read(folder, folder, Part.TEST))
                .hasMessageContaining("setid.mat: does not exist");
    }

    @Test
    void refusesWhatIsNoMatlabFile() throws IOException {
        Files.writeString(folder.resolve("setid.mat"), "not MATLAB's ".repeat(50));
        assertThatThrownBy(() -> OxfordFlowers.read(folder, folder, Part.TEST))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("setid.mat: is no MATLAB file");
    }
}
