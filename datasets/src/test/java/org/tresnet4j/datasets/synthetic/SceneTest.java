package org.tresnet4j.datasets.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tresnet4j.datasets.image.OpenCv;

class SceneTest {

    @BeforeAll
    static void load() {
        OpenCv.load();
    }

    @Test
    void allClassesOccur() {
        Set<Shape> seen = EnumSet.noneOf(Shape.class);
        for (int i = 0; i < 40; i++) {
            Scene.paint(64, 5, new SplittableRandom(i)).objects().forEach(object -> seen.add(object.shape()));
        }
        assertThat(seen).containsExactlyInAnyOrder(Shape.values());
    }

    @Test
    void inACrowdSomeShapesAreTooHiddenToBeAnnotated() {
        int drawn = 0;
        int annotated = 0;
        for (int i = 0; i < 30; i++) {
            // the number of shapes is not told, but a scene of up to 50 has 25 on average
            annotated += Scene.paint(64, 50, new SplittableRandom(i)).objects().size();
            drawn += 25;
        }
        assertThat(annotated).isBetween(drawn / 5, drawn * 4 / 5);
    }

    @Test
    void aLoneShapesBoxFitsItToAQuarterOfAPixel() {
        for (int i = 0; i < 60; i++) {
            Scene scene = Scene.paint(64, 1, new SplittableRandom(i));
            for (Scene.Visible object : scene.objects()) {
                assertThat(object.box().x1() * 4)
                        .isEqualTo(Math.rint(object.box().x1() * 4));
                assertThat(object.area()).isLessThanOrEqualTo(object.box().area());
                assertThat(object.box().width()).isBetween(2.0, 2 * 0.24 * 64 + 1);
            }
        }
    }
}
