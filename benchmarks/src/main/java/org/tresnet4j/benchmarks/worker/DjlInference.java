package org.tresnet4j.benchmarks.worker;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;

/** Predictions of DJL. Lives as long as the process. */
final class DjlInference implements Workload {

    private final Predictor<NDList, NDList> predictor;
    private final NDList images;

    DjlInference(Model model, StepOptions step) {
        predictor = model.newPredictor(new NoopTranslator());
        images = new NDList(model.getNDManager()
                .randomUniform(0, 1, new Shape(step.batch(), StepOptions.CHANNELS, step.size(), step.size())));
    }

    @Override
    public void step() throws TranslateException {
        try (NDList logits = predictor.predict(images)) {
            // a result that is computed lazily has to be there
            logits.singletonOrThrow().getFloat(0, 0);
        }
    }
}
