package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** bin/tresnet in a copy of the checkout, with a java and an mvn that say how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final List<String> TOOLS = List.of(
            "bash",
            "env",
            "readlink",
            "dirname",
            "sed",
            "find",
            "head",
            "mktemp",
            "touch",
            "cat",
            "uname",
            "rm",
            "mkdir",
            "flock",
            "sysctl");

    @TempDir
    private Path folder;

    private Path home;
    private Path jar;
    private Path source;
    private Path tools;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void checkout() throws IOException {
        // the space is on purpose
        home = Files.createDirectories(folder.toRealPath().resolve("a checkout"));
        Path bin = Files.createDirectories(home.resolve("bin"));
        Files.copy(Path.of("..", "bin", "tresnet"), bin.resolve("tresnet"));
        assertThat(bin.resolve("tresnet").toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("pom.xml"), "<memory.glibc>glibc.malloc.x=1:glibc.malloc.y=2</memory.glibc>\n");
        source = Files.createDirectories(home.resolve("runner/src/main/java")).resolve("A.java");
        Files.writeString(source, "");
        jar = Files.createDirectories(home.resolve("cli/target/tresnet/lib"))
                .getParent()
                .resolve("tresnet.jar");

        tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : TOOLS) {
            for (String place : List.of("/bin", "/usr/bin", "/usr/sbin")) {
                if (Files.exists(Path.of(place, tool))) {
                    script(tool, "#!/bin/sh\nexec " + place + "/" + tool + " \"$@\"\n");
                    break;
                }
            }
        }
        java("17.0.9");
        environment.put("PATH", tools.toString());
    }

    private void java(String version) throws IOException {
        script("java", """
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2026-01-01' >&2; exit; fi
                echo "here $PWD"
                echo "glibc $GLIBC_TUNABLES"
                for argument in "$@"; do echo "[$argument]"; done
                """.formatted(version));
    }

    private void script(String name, String body) throws IOException {
        Path file = tools.resolve(name);
        Files.writeString(file, body.startsWith("#!") ? body : "#!/usr/bin/env bash\n" + body);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void built() throws IOException {
        Files.writeString(jar, "");
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
            }
        }
    }

    private void maven(int code) throws IOException {
        script("mvn", "echo \"mvn $*\"\n[ %d -ne 0 ] || : > '%s'\nexit %d\n".formatted(code, jar, code));
        script("javac", "");
    }

    private Shell.Result launch(Path launcher, Path from, String... arguments)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments))
                        .toList())
                .directory(from.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Shell.Result(
                code, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private Shell.Result launch(String... arguments) throws IOException, InterruptedException {
        return launch(home.resolve("bin/tresnet"), home, arguments);
    }

    @Test
    void startsThroughLinksFromAnyFolder() throws IOException, InterruptedException {
        built();
        Path elsewhere = Files.createDirectory(folder.toRealPath().resolve("else where"));
        Files.createSymbolicLink(elsewhere.resolve("first"), Path.of("../a checkout/bin/tresnet"));
        Path link = Files.createSymbolicLink(folder.resolve("second"), elsewhere.resolve("first"));

        Shell.Result result = launch(link, elsewhere, "train", "a b.yaml", "--set", "x=*");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("here " + elsewhere, "[-Dtresnet.home=" + home + "]")
                .endsWith("[-jar]\n[" + jar + "]\n[train]\n[a b.yaml]\n[--set]\n[x=*]\n");
    }

    @Test
    void setsTheMemory() throws IOException, InterruptedException {
        built();
        assertThat(launch().out())
                .contains("glibc glibc.malloc.x=1:glibc.malloc.y=2")
                .containsPattern("\\[-Xmx\\d+m]")
                .containsPattern("\\[-Dorg.bytedeco.javacpp.maxbytes=\\d+m]")
                .contains("[-Dorg.bytedeco.javacpp.maxphysicalbytes=0]");

        environment.put("TRESNET_HEAP", "3g");
        environment.put("TRESNET_OFFHEAP", "7g");
        environment.put("GLIBC_TUNABLES", "mine");
        environment.put("JAVA_OPTS", "-Da=b  -Dc=d");
        assertThat(launch().out())
                .contains("glibc mine", "[-Xmx3g]", "[-Dorg.bytedeco.javacpp.maxbytes=7g]")
                .contains("[-Da=b]\n[-Dc=d]\n[-jar]");
    }

    @Test
    void givesWhatRunsOnSparkItsLibraries() throws IOException, InterruptedException {
        Files.writeString(home.resolve("pom.xml"), "<spark.opens>--add-opens=a --add-opens=b</spark.opens>\n");
        Path guava = Files.writeString(jar.resolveSibling("lib").resolve("guava-33.jar"), "");
        built();
        Path spark = Files.createDirectories(folder.resolve("a spark/jars"));
        environment.put("SPARK_HOME", spark.getParent().toString());
        for (List<String> line : List.of(List.of("spark-train", "my.yaml"), List.of("data", "shard", "my.yaml"))) {
            assertThat(launch(line.toArray(String[]::new)).out())
                    .contains("[--add-opens=a]\n[--add-opens=b]\n[-cp]\n[" + guava + ":")
                    .contains(":" + spark + "/*:" + jar + "]\n[org.tresnet4j.cli.Tresnet]\n[" + line.get(0) + "]");
        }
        assertThat(launch("data", "check", "my.yaml").out()).contains("[-jar]\n[" + jar + "]\n[data]");

        environment.put("SPARK_HOME", "/nowhere");
        Shell.Result wrong = launch("spark-train", "my.yaml");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("SPARK_HOME is /nowhere, which has no jars");
    }

    @Test
    void fetchesSparkWhenItIsNeeded() throws IOException, InterruptedException {
        built();
        Path libraries = home.resolve("spark/target/spark");
        script("mvn", "echo \"mvn $*\"\nmkdir -p '%s'\n".formatted(libraries));
        Shell.Result first = launch("spark-train", "my.yaml");
        assertThat(first.err()).contains("fetching Spark's libraries", "-pl spark -am", "-Dspark.libraries.skip=false");
        assertThat(first.out()).contains(libraries + "/*:");
        assertThat(launch("spark-train", "my.yaml").err()).isEmpty();
    }

    @Test
    void passesTheExitCodeOn() throws IOException, InterruptedException {
        built();
        script("java", "[ \"$1\" != -version ] || { echo 'java version \"21\"' >&2; exit; }\nexit 130\n");
        assertThat(launch("train").code()).isEqualTo(130);
    }

    @Test
    void buildsWhatIsMissingOrOld() throws IOException, InterruptedException {
        maven(0);
        Shell.Result missing = launch("doctor");
        assertThat(missing.err())
                .contains("tresnet: building", "mvn -q -B -f " + home + "/pom.xml -pl cli -am -DskipTests", "package");
        assertThat(missing.out()).startsWith("here ").endsWith("[doctor]\n");

        built();
        assertThat(launch().err()).isEmpty();

        Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2026-02-01T00:00:00Z")));
        assertThat(launch().err()).contains("building");
        assertThat(launch().err()).isEmpty();

        built();
        Files.delete(source);
        assertThat(launch().err()).contains("building");
    }

    @Test
    void buildsWithoutTheCodesOfATerminalWhereThereIsNone() throws IOException, InterruptedException {
        script("mvn", "echo \"mvn $* with $MAVEN_OPTS\"\n: > '%s'\n".formatted(jar));
        script("javac", "");
        environment.put("MAVEN_OPTS", "-Xmx1g");
        assertThat(launch().err()).contains("package -Dstyle.color=never with -Xmx1g -Djansi.noreset=true");
    }

    @Test
    void saysThatTheBuildFailed() throws IOException, InterruptedException {
        maven(1);
        Shell.Result result = launch();
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("the build failed, see above");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void saysWhatIsNotInstalled() throws IOException, InterruptedException {
        Shell.Result withoutMaven = launch();
        assertThat(withoutMaven.code()).isEqualTo(1);
        assertThat(withoutMaven.err()).contains("mvn is not on the PATH").contains("install Maven 3.8");

        maven(0);
        Files.delete(tools.resolve("javac"));
        assertThat(launch().err()).contains("javac is not on the PATH");

        java("11.0.2");
        Shell.Result old = launch();
        assertThat(old.code()).isEqualTo(1);
        assertThat(old.err()).contains("is Java 11; install a JDK 17");

        Files.delete(tools.resolve("java"));
        assertThat(launch().err()).contains("java is not on the PATH");

        environment.put("JAVA_HOME", "/nowhere");
        assertThat(launch().err()).contains("JAVA_HOME is /nowhere, which has no bin/java");
    }
}
