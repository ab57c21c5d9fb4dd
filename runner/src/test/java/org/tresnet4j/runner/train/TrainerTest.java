package org.tresnet4j.runner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.InOrder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.checkpoint.CheckpointInfo;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.listen.Measurement;
import org.tresnet4j.runner.listen.SkippedStep;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.runner.toy.ToyTask;
import org.tresnet4j.runner.toy.Toys;

class TrainerTest {

    @TempDir
    private Path folder;

    private Experiment<?> experiment;
    private ToyTask task;
    private ComputationGraph network;
    private final List<Step> steps = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();

    private Trainer trainer(String... overrides) {
        experiment = Toys.experiment(overrides);
        return trainer(Toys.task(experiment));
    }

    private Trainer trainer(ToyTask chosen) {
        task = chosen;
        TrainingPlan plan =
                new TrainingPlan(experiment.run().train(), experiment.run().seed(), task.batchesPerEpoch());
        network = task.network(plan.network());
        return new Trainer(
                        task,
                        network,
                        plan,
                        new CheckpointFolder(folder, 2),
                        CheckpointInfo.start("toy", task.classes(), experiment.toYaml(), "", ""))
                .listen(new TrainingListener() {
                    @Override
                    public void stepped(Step step) {
                        steps.add(step);
                    }

                    @Override
                    public void evaluated(Measurement measurement, boolean best) {
                        measurements.add(measurement);
                    }
                });
    }

    private Checkpoint last() {
        return Checkpoint.open(new CheckpointFolder(folder, 2).last().orElseThrow());
    }

    private Checkpoint best() {
        return Checkpoint.open(folder.resolve("best.zip"));
    }

    @Test
    void learns() {
        TrainingResult result = trainer("train.epochs=30", "data.batch=32").run();
        assertThat(result.best().orElseThrow().evaluation().primaryValue()).isGreaterThan(0.85);
        assertThat(steps.get(steps.size() - 1).loss()).isLessThan(steps.get(0).loss());
        assertThat(result.interrupted()).isFalse();
        assertThat(result.imagesPerSecond()).isPositive();
    }

    @Test
    void countsIterationsAndEpochs() {
        TrainingResult result = trainer().run();
        assertThat(result.iterations()).isEqualTo(20);
        assertThat(network.getConfiguration().getIterationCount()).isEqualTo(20);
        assertThat(network.getConfiguration().getEpochCount()).isEqualTo(4);
        assertThat(steps).extracting(Step::epoch).startsWith(1, 1, 1, 1, 1, 2).endsWith(4);
    }

    @Test
    void theSameSeedGivesTheSameLosses() {
        trainer("model.dropout=0.5").run();
        List<Double> first = steps.stream().map(Step::loss).toList();
        steps.clear();
        trainer("model.dropout=0.5").run();
        assertThat(steps).extracting(Step::loss).isEqualTo(first);
    }

    @Test
    void anotherSeedGivesOtherLosses() {
        trainer().run();
        double first = steps.get(0).loss();
        steps.clear();
        trainer("seed=43").run();
        assertThat(steps.get(0).loss()).isNotEqualTo(first);
    }

    @Test
    void theUpdaterFollowsTheSchedule() {
        trainer("train.schedule.type=step", "train.schedule.milestones=[2]").run();
        assertThat(steps.get(9).learningRate()).isEqualTo(0.02);
        assertThat(steps.get(10).learningRate()).isEqualTo(0.002);
        assertThat(network.getLearningRate("hidden")).isEqualTo(0.002);
    }

    @Test
    void evaluatesEverySoManyEpochsAndAtTheEnd() {
        trainer("train.epochs=5", "train.evaluateEvery=2").run();
        assertThat(measurements).extracting(Measurement::epoch).containsExactly(2, 4, 5);
    }

    @Test
    void stopsAfterThePlannedPart() {
        TrainingResult result = trainer("train.stopAfterEpochs=2").run();
        assertThat(result.iterations()).isEqualTo(10);
        assertThat(measurements).hasSize(2);
        assertThat(last().info().progress().epoch()).isEqualTo(2);
    }

    @Test
    void stopsAtTheMostIterationsAndStillEvaluates() {
        TrainingResult result = trainer("train.maxIterations=7").run();
        assertThat(result.iterations()).isEqualTo(7);
        assertThat(result.interrupted()).isFalse();
        assertThat(measurements).extracting(Measurement::iteration).containsExactly(5L, 7L);
        assertThat(last().info().progress().epoch()).isEqualTo(1);
        assertThat(last().info().progress().batchInEpoch()).isEqualTo(2);
    }

    @Test
    void logsTheFirstEveryNthAndTheLastStepWithComponents() {
        trainer("train.logEvery=8").run();
        List<Step> due = steps.stream().filter(Step::due).toList();
        assertThat(due).extracting(Step::iteration).containsExactly(1L, 8L, 16L, 20L);
        assertThat(due).allSatisfy(step -> assertThat(step.components()).containsKey("entropy"));
    }

    @Test
    void aStopRequestFinishesTheStepAndSaves() {
        experiment = Toys.experiment();
        ToyTask stopping = Toys.task(experiment);
        Trainer trainer = trainer(stopping);
        stopping.beforeBatch(batch -> {
            if (batch == 7) {
                trainer.requestStop();
            }
        });
        TrainingResult result = trainer.run();
        assertThat(result.interrupted()).isTrue();
        assertThat(result.iterations()).isEqualTo(8);
        assertThat(last().info().progress().iteration()).isEqualTo(8);
        assertThat(last().info().progress().epoch()).isEqualTo(1);
        assertThat(last().info().progress().batchInEpoch()).isEqualTo(3);
        assertThat(last().network().params()).isEqualTo(network.params());
    }

    @Test
    void aStopSignalGivenBeforehandTrainsNothing() {
        StopSignal signal = new StopSignal();
        signal.request();
        TrainingResult result = trainer().stopOn(signal).run();
        assertThat(result.interrupted()).isTrue();
        assertThat(result.iterations()).isZero();
        assertThat(last().info().progress().iteration()).isZero();
    }

    @Test
    void aLossThatIsNotFiniteStopsAndKeepsTheLastCheckpoint() {
        assertThatThrownBy(() -> trainer("data.brokenAt=12", "train.gradients.skipNonFinite=0")
                        .run())
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the loss is NaN at iteration 13 (epoch 3), as in no step before")
                .hasMessageContaining("the latest good state is in " + folder.resolve("iteration-10.zip"))
                .hasMessageContaining("Lower train.optimizer.learningRate (it was 0.02)");
        assertThat(last().info().progress().iteration()).isEqualTo(10);
        assertThat(last().network().params().isNaN().any()).isFalse();
    }

    @Test
    void withAnAverageItIsWhatIsEvaluatedAndKeptAsBest() {
        INDArray[] evaluated = new INDArray[1];
        experiment = Toys.experiment("train.epochs=1", "train.ema.decay=0.9");
        ToyTask spied = spy(Toys.task(experiment));
        doAnswer(call -> {
                    evaluated[0] =
                            ((ComputationGraph) call.getArgument(0)).params().dup();
                    return call.callRealMethod();
                })
                .when(spied)
                .evaluate(any(), any());
        trainer(spied).run();
        assertThat(measurements.get(0).averaged()).isTrue();
        assertThat(evaluated[0]).isNotEqualTo(network.params());
        assertThat(best().network().params()).isEqualTo(evaluated[0]);
        assertThat(last().average()).contains(evaluated[0]);
        assertThat(last().info().progress().averageUpdates()).isEqualTo(5);
        assertThat(last().network().params()).isEqualTo(network.params());
    }

    @Test
    void anEvaluationThatFailsDoesNotCostTheEpoch() {
        experiment = Toys.experiment("train.checkpoint.everyEpochs=3");
        ToyTask spied = spy(Toys.task(experiment));
        doThrow(new TaskException("no such folder")).when(spied).evaluate(any(), any());
        assertThatThrownBy(trainer(spied)::run).hasMessage("no such folder");
        assertThat(last().info().progress().epoch()).isEqualTo(1);
        assertThat(last().network().params()).isEqualTo(network.params());
    }

    @Test
    void theWeightsComeBackWhenAnEvaluationFails() {
        experiment = Toys.experiment("train.epochs=1", "train.ema.decay=0.9");
        ToyTask spied = spy(Toys.task(experiment));
        doThrow(new TaskException("no such folder")).when(spied).evaluate(any(), any());
        Trainer trainer = trainer(spied);
        INDArray[] trained = new INDArray[1];
        trainer.listen(new TrainingListener() {
            @Override
            public void stepped(Step step) {
                trained[0] = network.params().dup();
            }
        });
        assertThatThrownBy(trainer::run).hasMessage("no such folder");
        assertThat(network.params()).isEqualTo(trained[0]);
    }

    @Test
    void bestIsTheEpochWithTheLargestNumber() {
        TrainingResult result = trainer("train.epochs=8").run();
        double most = measurements.stream()
                .mapToDouble(each -> each.evaluation().primaryValue())
                .max()
                .orElseThrow();
        assertThat(result.best().orElseThrow().evaluation().primaryValue()).isEqualTo(most);
        assertThat(task.evaluate(best().network(), "val").primaryValue()).isEqualTo(most);
        assertThat(best().info().progress().history().best()).isEqualTo(result.best());
    }

    @Test
    void checkpointsAreWrittenEverySoManyEpochs() {
        experiment = Toys.experiment("train.epochs=5", "train.checkpoint.everyEpochs=2");
        task = Toys.task(experiment);
        TrainingPlan plan = new TrainingPlan(experiment.run().train(), 1, 5);
        CheckpointFolder checkpoints = spy(new CheckpointFolder(folder, 2));
        new Trainer(
                        task,
                        task.network(plan.network()),
                        plan,
                        checkpoints,
                        CheckpointInfo.start("toy", List.of(), "", "", ""))
                .run();
        verify(checkpoints, times(3)).saveState(any(), any(), any());
    }

    @Test
    void listenersAreToldInOrderAndAlsoOfAFailedEnd() {
        TrainingListener listener = mock(TrainingListener.class);
        Trainer trainer =
                trainer("data.brokenAt=6", "train.gradients.skipNonFinite=0").listen(listener);
        assertThatThrownBy(trainer::run).isInstanceOf(TrainingException.class);
        InOrder order = inOrder(listener);
        order.verify(listener).started(any());
        order.verify(listener, times(5)).stepped(any());
        order.verify(listener).evaluated(any(), anyBoolean());
        order.verify(listener).stepped(any());
        order.verify(listener).skipped(any());
        order.verify(listener).ended();
    }

    @Test
    void aTaskThatGivesFewerBatchesThanPromisedIsAnError() {
        experiment = Toys.experiment();
        ToyTask spied = spy(Toys.task(experiment));
        doReturn(6).when(spied).batchesPerEpoch();
        Trainer trainer = trainer(spied);
        assertThatThrownBy(trainer::run).hasMessageContaining("promised 6 batches in an epoch and gave 5 in epoch 1");
    }

    private List<Double> losses() {
        List<Double> losses = steps.stream().map(Step::loss).toList();
        steps.clear();
        measurements.clear();
        return losses;
    }

    private Trainer resumed(String... overrides) {
        CheckpointFolder checkpoints = new CheckpointFolder(folder, 2);
        return trainer(overrides).resume(checkpoints.latestIntact(warning -> {}));
    }

    @ParameterizedTest
    @CsvSource({"7", "10", "13"})
    void aResumedRunIsEqualToTheLastBit(int stopAfter) {
        String[] recipe = {
            "train.epochs=6",
            "model.dropout=0.5",
            "train.ema.decay=0.9",
            "train.optimizer.type=adam",
            "train.schedule.type=one-cycle",
            "train.schedule.cycleMomentum=true"
        };
        TrainingResult whole = trainer(recipe).run();
        INDArray expected = network.params().dup();
        List<Double> losses = losses();
        folder = folder.resolve("interrupted");
        folder.toFile().mkdir();
        experiment = Toys.experiment(recipe);
        ToyTask stopping = Toys.task(experiment);
        Trainer interrupted = trainer(stopping);
        stopping.beforeBatch(batch -> {
            if (batch == stopAfter - 1) {
                interrupted.requestStop();
            }
        });
        interrupted.run();
        List<Double> before = losses();
        TrainingResult rest = resumed(recipe).run();
        assertThat(before).isEqualTo(losses.subList(0, stopAfter));
        assertThat(losses()).isEqualTo(losses.subList(stopAfter, 30));
        assertThat(network.params()).isEqualTo(expected);
        assertThat(rest.best().orElseThrow().evaluation())
                .isEqualTo(whole.best().orElseThrow().evaluation());
        assertThat(rest.history().measurements())
                .extracting(Measurement::evaluation)
                .isEqualTo(whole.history().measurements().stream()
                        .map(Measurement::evaluation)
                        .toList());
    }

    @Test
    void gradientsOfSeveralBatchesMakeOneStep() {
        TrainingResult result = trainer("train.gradients.accumulate=2").run();
        assertThat(result.iterations()).isEqualTo(12);
        assertThat(last().info().progress().epoch()).isEqualTo(4);
        assertThat(steps).extracting(Step::iteration).endsWith(12L);
    }

    @Test
    void aStepThatIsNotFiniteIsSkippedAndCounted() {
        List<SkippedStep> skipped = new ArrayList<>();
        TrainingResult result = trainer("data.brokenAt=7")
                .listen(new TrainingListener() {
                    @Override
                    public void skipped(SkippedStep step) {
                        skipped.add(step);
                    }
                })
                .run();
        assertThat(skipped).extracting(SkippedStep::iteration).containsExactly(8L);
        assertThat(skipped.get(0).reason()).isEqualTo("the loss is NaN");
        assertThat(result.skippedSteps()).isEqualTo(1);
        assertThat(result.iterations()).isEqualTo(20);
        assertThat(steps).hasSize(19).allSatisfy(step -> assertThat(step.loss()).isFinite());
        assertThat(network.params().isNaN().any()).isFalse();
    }

    @Test
    void evaluatesAndSavesEverySoManyIterations() {
        trainer("train.evaluateEveryIterations=8", "train.checkpoint.everyIterations=3")
                .run();
        assertThat(measurements).extracting(Measurement::iteration).containsExactly(8L, 16L, 20L);
        assertThat(new CheckpointFolder(folder, 2).states())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("iteration-20.zip", "iteration-18.zip");
    }

    @Test
    void severalWorkersLearnWithAverageEvaluationsAndCheckpoints() {
        TrainingResult result = trainer(
                        "train.workers.count=2",
                        "train.epochs=12",
                        "data.batch=32",
                        "data.batches=10",
                        "train.ema.decay=0.9",
                        "train.evaluateEvery=4")
                .run();
        assertThat(result.iterations()).isEqualTo(60);
        assertThat(result.best().orElseThrow().evaluation().primaryValue()).isGreaterThan(0.8);
        assertThat(measurements).extracting(Measurement::iteration).containsExactly(20L, 40L, 60L);
        assertThat(last().network().params()).isEqualTo(network.params());
        assertThat(network.getConfiguration().getIterationCount()).isEqualTo(60);
    }

    @Test
    void roundsOfSeveralStepsAreCountedAsSteps() {
        trainer("train.workers.count=2", "train.workers.averagingFrequency=3", "data.batches=8", "train.logEvery=4")
                .run();
        assertThat(steps).extracting(Step::iteration).startsWith(3L, 4L, 7L, 8L).endsWith(16L);
        assertThat(steps).extracting(Step::due).startsWith(true, true, false, true);
    }

    @Test
    void endsWhenNothingGetsBetter() {
        experiment = Toys.experiment("train.epochs=50", "train.earlyStopping.patience=3");
        ToyTask spied = spy(Toys.task(experiment));
        double[] accuracies = {0.5, 0.7, 0.6, 0.7, 0.65, 0.9};
        int[] evaluations = new int[1];
        doAnswer(call -> new Evaluation(Map.of("accuracy", accuracies[evaluations[0]++]), "accuracy", Map.of()))
                .when(spied)
                .evaluate(any(), any());
        TrainingResult result = trainer(spied).run();
        assertThat(result.ending()).isEqualTo(TrainingResult.Ending.NO_BETTER);
        assertThat(evaluations[0]).isEqualTo(5);
        assertThat(last().info().progress().epoch()).isEqualTo(5);
    }

    @Test
    void aBatchThatWasLeftOutAsUnreadableIsNoReasonToFail() {
        experiment = Toys.experiment();
        ToyTask spied = spy(Toys.task(experiment));
        doAnswer(call -> new LeavesOutThird((BatchStream) call.callRealMethod()))
                .when(spied)
                .batches(anyInt(), anyInt());
        TrainingResult result = trainer(spied).run();
        assertThat(result.iterations()).isEqualTo(16);
        assertThat(last().info().progress().epoch()).isEqualTo(4);
        assertThat(measurements).hasSize(4);
    }

    /** As a loader does whose batch lost all its images. */
    private record LeavesOutThird(BatchStream batches) implements BatchStream {

        @Override
        public boolean hasNext() {
            if (batches.position() == 2) {
                batches.next();
            }
            return batches.hasNext();
        }

        @Override
        public MultiDataSet next() {
            return batches.next();
        }

        @Override
        public int position() {
            return batches.position();
        }

        @Override
        public void close() {
            batches.close();
        }
    }
}
