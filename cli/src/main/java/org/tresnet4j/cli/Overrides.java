package org.tresnet4j.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --set}, with an example of what the command has a use for. */
interface Overrides {

    String NAME = "--set";
    String LABEL = "KEY=VALUE";
    String MEANING = "Set a key of the configuration; may be repeated.";
    /** On a line of its own, to be copied whole. */
    String EXAMPLE = "Example: --set ";

    /** In the order in which they were given. */
    List<String> values();

    /** Of commands that train. */
    final class OfTraining implements Overrides {

        @Option(
                names = NAME,
                paramLabel = LABEL,
                description = {MEANING, EXAMPLE + "train.epochs=3"})
        private List<String> values = new ArrayList<>();

        @Override
        public List<String> values() {
            return List.copyOf(values);
        }
    }

    /** Of commands that read data and do not train. */
    final class OfData implements Overrides {

        @Option(
                names = NAME,
                paramLabel = LABEL,
                description = {MEANING, EXAMPLE + "data.root=/data/mine"})
        private List<String> values = new ArrayList<>();

        @Override
        public List<String> values() {
            return List.copyOf(values);
        }
    }

    /** Of prediction. */
    final class OfPrediction implements Overrides {

        @Option(
                names = NAME,
                paramLabel = LABEL,
                description = {
                    MEANING,
                    EXAMPLE + "detections.drawn=0.3",
                    "Of a detector's boxes those with at least the score detections.drawn are drawn into the pictures,"
                            + " and those with at least detections.scoreThreshold are in its results."
                })
        private List<String> values = new ArrayList<>();

        @Override
        public List<String> values() {
            return List.copyOf(values);
        }
    }

    /** Of measurements of speed. */
    final class OfComputation implements Overrides {

        @Option(
                names = NAME,
                paramLabel = LABEL,
                description = {MEANING, EXAMPLE + "precision=bfloat16"})
        private List<String> values = new ArrayList<>();

        @Override
        public List<String> values() {
            return List.copyOf(values);
        }
    }
}
