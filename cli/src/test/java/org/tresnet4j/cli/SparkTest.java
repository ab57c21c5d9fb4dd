package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without Spark, which is not part of the distribution. What happens with it is tested where it is. */
class SparkTest {

    @ParameterizedTest
    @ValueSource(strings = {"spark-train my.yaml", "data shard my.yaml --out packed"})
    void saysWhereSparkComesFrom(String line) {
        Shell.Result result = new Shell().run((Object[]) line.split(" "));
        assertThat(result.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(result.err()).contains("Apache Spark is not on the class path", "bin/tresnet", "SPARK_HOME");
    }

    @Test
    void executorsInThisProcessNeedNoJars() {
        assertThat(SparkLibraries.forExecutors(Optional.of("local[2]"))).isEmpty();
        assertThat(SparkLibraries.forExecutors(Optional.empty())).isEmpty();
    }
}
