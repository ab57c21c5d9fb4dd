package org.tresnet4j.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tresnet4j.backbone.onnx.OnnxRequest;
import org.tresnet4j.backbone.onnx.Size;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code export --format onnx}. */
final class OnnxOptions {

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = SizeConverter.class,
            description =
                    "onnx, detectors only: width and height of the images, multiples of 32, or one number for both;"
                            + " otherwise images.letterbox of the configuration.")
    private Optional<Size> size;

    @Option(
            names = "--nms",
            description = "onnx, detectors only: the model also decodes boxes and suppresses those that overlap, by the"
                    + " configuration's 'detections'; otherwise it emits what the head emits.")
    private boolean suppression;

    boolean areGiven() {
        return size.isPresent() || suppression;
    }

    OnnxRequest request() {
        return new OnnxRequest(size, suppression);
    }

    static final class SizeConverter implements ITypeConverter<Size> {

        private static final Pattern SIDES = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?");

        @Override
        public Size convert(String value) {
            Matcher sides = SIDES.matcher(value);
            if (!sides.matches()) {
                throw new TypeConversionException("'" + value + "' is no size; write e.g. 640x480, or 640 for 640x640");
            }
            int width = Integer.parseInt(sides.group(1));
            return new Size(width, sides.group(2) == null ? width : Integer.parseInt(sides.group(2)));
        }
    }
}
