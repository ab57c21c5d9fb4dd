package org.tresnet4j.datasets.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tresnet4j.datasets.SharedData;
import org.tresnet4j.datasets.annotation.AnnotationIndex;

class RealCocoFilesTest {

    private static AnnotationIndex read(Path dataset, String annotations, String images) {
        return new CocoReader(CocoPolicy.defaults())
                .read(dataset.resolve("annotations").resolve(annotations), dataset.resolve(images));
    }

    @Test
    void bloodCellsLoseTheirBoxWithoutArea() {
        AnnotationIndex index = read(SharedData.dataset("bccd"), "instances_train.json", "images");
        assertThat(index.report().lines())
                .containsExactly("205 images, 2804 annotations", "boxes without area dropped: 1");
        assertThat(index.labels().names()).containsExactly("RBC", "WBC", "Platelets");
    }

    @Test
    void cocoHasEightyClassesCrowdsAndTwoEmptyImages() {
        AnnotationIndex index = read(SharedData.dataset("coco128"), "instances_train2017.json", "train2017");
        assertThat(index.labels().size()).isEqualTo(80);
        assertThat(index.labels().categoryId(79)).isEqualTo(90);
        assertThat(index.report().images()).isEqualTo(128);
        assertThat(index.report().annotations()).isEqualTo(939);
        assertThat(index.report().crowds()).isEqualTo(10);
        assertThat(index.report().emptyImages()).isEqualTo(2);
    }
}
