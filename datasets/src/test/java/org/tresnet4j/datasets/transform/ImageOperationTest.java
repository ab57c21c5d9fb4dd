package org.tresnet4j.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.image.RgbImage;

class ImageOperationTest {

    /** What OpenCV rounds in its own way. */
    private static final Set<ImageOperation> TO_ONE_LEVEL = EnumSet.of(
            ImageOperation.BRIGHTNESS, ImageOperation.CONTRAST, ImageOperation.COLOR, ImageOperation.SHARPNESS);

    /** One operation on the picture, and what Pillow 9.4.0 makes of it. */
    private record Golden(int width, int height, byte[] before, ImageOperation operation, double level, byte[] after) {

        @Override
        public String toString() {
            return operation + " " + level;
        }
    }

    static List<Golden> golden() throws IOException {
        List<Golden> cases = new ArrayList<>();
        try (InputStream file = ImageOperationTest.class.getResourceAsStream("/golden/image_operations.json");
                JsonParser json = new JsonFactory().createParser(file)) {
            int width = 0;
            int height = 0;
            byte[] before = null;
            ImageOperation operation = null;
            double level = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    json.nextToken();
                    switch (field) {
                        case "width" -> width = json.getIntValue();
                        case "height" -> height = json.getIntValue();
                        case "operation" -> operation = ImageOperation.valueOf(json.getText());
                        case "level" -> level = json.getDoubleValue();
                        case "pixels" -> {
                            byte[] pixels = bytes(json, 3 * width * height);
                            if (before == null) {
                                before = pixels;
                            } else {
                                cases.add(new Golden(width, height, before, operation, level, pixels));
                            }
                        }
                        default -> {}
                    }
                }
            }
        }
        return cases;
    }

    private static byte[] bytes(JsonParser json, int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            json.nextToken();
            bytes[i] = (byte) json.getIntValue();
        }
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("golden")
    void agreesWithPillow(Golden golden) {
        try (RgbImage image = RgbImage.of(golden.width, golden.height, golden.before)) {
            golden.operation.apply(image, golden.level);
            byte[] found = image.toBytes();
            int tolerance = TO_ONE_LEVEL.contains(golden.operation) ? 1 : 0;
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i] & 0xFF)
                        .as("colour %d of pixel %d,%d", i % 3, i / 3 % golden.width, i / 3 / golden.width)
                        .isCloseTo(golden.after[i] & 0xFF, within(tolerance));
            }
        }
    }

    @Test
    void theGoldenFileCoversAllThatPaintsButTurning() throws IOException {
        Set<ImageOperation> missing = EnumSet.complementOf(EnumSet.of(ImageOperation.IDENTITY, ImageOperation.ROTATE));
        golden().forEach(golden -> missing.remove(golden.operation));
        assertThat(missing).isEmpty();
    }

    @Test
    void turnsAboutTheMiddle() {
        // a bar to the right of the middle is below or above it after a quarter, and in between after 30 degrees
        Sample sample = Marker.marked(65, 65, Box.fromXywh(40, 30, 20, 5));
        try (sample) {
            ImageOperation.ROTATE.apply(sample.image(), 1);
            Color middle = Pictures.at(sample.image(), 32 + 15, 32 - 9);
            Color other = Pictures.at(sample.image(), 32 + 15, 32 + 9);
            assertThat(List.of(middle, other)).containsExactlyInAnyOrder(Color.RED, Color.BLACK);
            assertThat(Pictures.at(sample.image(), 0, 0)).isEqualTo(new Color(128, 128, 128));
        }
        Sample back = Marker.marked(65, 65, Box.fromXywh(32, 32, 1, 1));
        try (back) {
            ImageOperation.ROTATE.apply(back.image(), -0.6);
            assertThat(Pictures.at(back.image(), 32, 32)).isEqualTo(Color.RED);
        }
    }

    @ParameterizedTest
    @EnumSource(ImageOperation.class)
    void aPictureOfOneColourAndASinglePixelAreFine(ImageOperation operation) {
        BufferedImage plain = Pictures.plain(1, 1, new Color(40, 160, 120));
        try (RgbImage image = Pictures.rgb(plain)) {
            operation.apply(image, 1);
            assertThat(image.width()).isOne();
            assertThat(image.height()).isOne();
        }
    }
}
