package org.tresnet4j.runner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
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
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.checkpoint.CheckpointInfo;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.listen.Measurement;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.TrainingListener;
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
                        new CheckpointFolder(folder),
                        CheckpointInfo.start("toy", task.classes(), experiment.toYaml()))
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
        return Checkpoint.open(folder.resolve("last.zip"));
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
        assertThat(last().info().epoch()).isEqualTo(2);
    }

    @Test
    void stopsAtTheMostIterationsAndStillEvaluates() {
        TrainingResult result = trainer("train.maxIterations=7").run();
        assertThat(result.iterations()).isEqualTo(7);
        assertThat(result.interrupted()).isFalse();
        assertThat(measurements).extracting(Measurement::iteration).containsExactly(5L, 7L);
        assertThat(last().info().epoch()).isEqualTo(1);
        assertThat(last().info().batchInEpoch()).isEqualTo(2);
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
        assertThat(last().info().iteration()).isEqualTo(8);
        assertThat(last().info().epoch()).isEqualTo(1);
        assertThat(last().info().batchInEpoch()).isEqualTo(3);
        assertThat(last().network().params()).isEqualTo(network.params());
    }

    @Test
    void aStopSignalGivenBeforehandTrainsNothing() {
        StopSignal signal = new StopSignal();
        signal.request();
        TrainingResult result = trainer().stopOn(signal).run();
        assertThat(result.interrupted()).isTrue();
        assertThat(result.iterations()).isZero();
        assertThat(last().info().iteration()).isZero();
    }

    @Test
    void aLossThatIsNotFiniteStopsAndKeepsTheLastCheckpoint() {
        assertThatThrownBy(() -> trainer("data.brokenAt=12").run())
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the loss of iteration 13 (epoch 3) is NaN")
                .hasMessageContaining("the latest good state is in " + folder.resolve("last.zip"))
                .hasMessageContaining("Lower train.optimizer.learningRate (it was 0.02)");
        assertThat(last().info().iteration()).isEqualTo(10);
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
        assertThat(last().info().averageUpdates()).isEqualTo(5);
        assertThat(last().network().params()).isEqualTo(network.params());
    }

    @Test
    void anEvaluationThatFailsDoesNotCostTheEpoch() {
        experiment = Toys.experiment("train.checkpoint.everyEpochs=3");
        ToyTask spied = spy(Toys.task(experiment));
        doThrow(new TaskException("no such folder")).when(spied).evaluate(any(), any());
        assertThatThrownBy(trainer(spied)::run).hasMessage("no such folder");
        assertThat(last().info().epoch()).isEqualTo(1);
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
        assertThat(best().info().history().best()).isEqualTo(result.best());
    }

    @Test
    void checkpointsAreWrittenEverySoManyEpochs() {
        experiment = Toys.experiment("train.epochs=5", "train.checkpoint.everyEpochs=2");
        task = Toys.task(experiment);
        TrainingPlan plan = new TrainingPlan(experiment.run().train(), 1, 5);
        CheckpointFolder checkpoints = spy(new CheckpointFolder(folder));
        new Trainer(task, task.network(plan.network()), plan, checkpoints, CheckpointInfo.start("toy", List.of(), ""))
                .run();
        verify(checkpoints, times(3)).saveLast(any(), any(), any());
    }

    @Test
    void listenersAreToldInOrderAndAlsoOfAFailedEnd() {
        TrainingListener listener = mock(TrainingListener.class);
        Trainer trainer = trainer("data.brokenAt=6").listen(listener);
        assertThatThrownBy(trainer::run).isInstanceOf(TrainingException.class);
        InOrder order = inOrder(listener);
        order.verify(listener).started(any());
        order.verify(listener, times(5)).stepped(any());
        order.verify(listener).evaluated(any(), anyBoolean());
        order.verify(listener).stepped(any());
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
}
