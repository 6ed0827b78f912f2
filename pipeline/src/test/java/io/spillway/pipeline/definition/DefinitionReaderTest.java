package io.spillway.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.definition.DefinitionReader.Result;
import io.spillway.pipeline.definition.LegacyContract.ExitMeaning;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.definition.LegacyContract.OutputMode;
import io.spillway.pipeline.definition.LegacyContract.WorkingFolder;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.stage.ContentType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionReaderTest {

    private static final ByteSize GIB = new ByteSize(1L << 30);

    @Test
    void fillsInTheDefaults() {
        var definition =
                checked("{'pipeline': 'p', 'phases': {'a': {'on': 'upload', 'stage': 'summary'}}}");

        assertThat(definition)
                .isEqualTo(
                        new PipelineDefinition(
                                "p",
                                List.of(
                                        new Phase(
                                                "a",
                                                List.of(new Trigger.Upload()),
                                                new Match(List.of(), Set.of()),
                                                new StageSpec.Named("summary", Map.of()),
                                                Optional.of(InlineLimits.DEFAULT),
                                                Optional.of(BatchNeeds.DEFAULT),
                                                "a/"))));
    }

    @Test
    void readsEverythingThatAPhaseCanSay() {
        var phase =
                phase(
                        """
                        'on': ['upload', {'after': 'first'}],
                        'match': {'keys': ['in/**', '*.csv'], 'types': ['csv', '7z']},
                        'stage': {'probe': {'word': 'x', 'count': 7, 'size': '2 MiB', 'fast': true}},
                        'inline': {'upTo': '8 MiB', 'within': '30s'},
                        'batch': {'vcpu': 0.5, 'memory': '3 GiB', 'disk': '30 GiB', 'timeout': '1h30m',
                                  'retries': 0, 'spot': false},
                        'output': 'out/x=1/'
                        """);

        assertThat(phase)
                .isEqualTo(
                        new Phase(
                                "a",
                                List.of(new Trigger.Upload(), new Trigger.After("first")),
                                new Match(
                                        List.of(new KeyPattern("in/**"), new KeyPattern("*.csv")),
                                        Set.of(ContentType.CSV, ContentType.SEVENZIP)),
                                new StageSpec.Named(
                                        "probe",
                                        Map.of(
                                                "word", "x", "count", "7", "size", "2 MiB", "fast",
                                                "true")),
                                Optional.of(
                                        new InlineLimits(
                                                ByteSize.parse("8 MiB"), Duration.ofSeconds(30))),
                                Optional.of(
                                        new BatchNeeds(
                                                new BigDecimal("0.5"),
                                                ByteSize.parse("3 GiB"),
                                                ByteSize.parse("30 GiB"),
                                                Duration.ofMinutes(90),
                                                1,
                                                false)),
                                "out/x=1/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'after': {'every': 'first', 'partial': 'proceed', 'within': '6h'}",
                "'after': [{'every': 'first', 'partial': 'proceed', 'within': '6h'}]",
                "'on': {'after': {'every': 'first', 'partial': 'proceed', 'within': '6h'}}",
                "'on': [{'after': [{'every': 'first', 'partial': 'proceed', 'within': '6h'}]}]",
            })
    void readsAfterEvery(String trigger) {
        assertThat(phase(trigger + ", 'stage': 'summary'").triggers())
                .containsExactly(
                        new Trigger.AfterEvery(
                                "first",
                                Trigger.Partial.PROCEED,
                                Optional.of(Duration.ofHours(6))));
    }

    @Test
    void failsASetThatLacksMembersUnlessToldOtherwise() {
        var phase = phase("'after': ['first', {'every': 'first'}], 'stage': 'summary'");

        assertThat(phase.afterEvery("first"))
                .hasValue(new Trigger.AfterEvery("first", Trigger.Partial.FAIL, Optional.empty()));
        assertThat(phase.triggers()).hasSize(2).contains(new Trigger.After("first"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'every': 'frist'} | .every: found \"frist\"; allowed: first, a. Nearest: first.",
                "{'every': 'a'} | .every: found the cycle a → a; allowed: phases that never lead back to themselves.",
                "{'every': 1} | .every: found 1; allowed: the name of a phase.",
                "{} | : found no \"every\"; allowed: the name of a phase.",
                "{'evry': 'first'} | : found the key \"evry\"; allowed: every, partial, within. Nearest: every.",
                "{'every': 'first', 'partial': 'wait'} | .partial: found \"wait\"; allowed: fail, proceed.",
                "{'every': 'first', 'within': '59s'} | .within: found \"59s\"; allowed: a duration of whole seconds with units, 1m to 14d.",
                "[{'every': 'first'}, {'every': 'first', 'partial': 'proceed'}] | [1].every: found \"first\" again; allowed: each trigger once.",
                "7 | : found 7; allowed: the name of a phase, {every: the name of a phase}, a list of these.",
            })
    void saysWhatAfterEveryMayHold(String after, String message) {
        var told = problems(document("'after': " + after + ", 'stage': 'summary'"));

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().path() + ": " + told.getFirst().message())
                .isEqualTo("phases.a.after" + message);
    }

    @Test
    void readsALegacyContract() {
        var phase =
                phase(
                        """
                        'on': 'upload',
                        'stage': {'legacy': {
                          'command': ['sh', '-c', 'run {input} {outputs} {app} {name}', 8080, true],
                          'input': 'directory', 'output': 'directory',
                          'workingFolder': 'outputs',
                          'environment': {'WORKERS': 4, 'MODE': 'fast', 'DRY': false},
                          'exit': {'0': 'succeed', '3': 'bad-input', '4': 'retry-bigger', '75': 'retry', '255': 'fail',
                            'timeLimit': 'retry', 'silence': 'retry-bigger', 'noOutput': 'succeed'},
                          'log': [{'line': 'ORA-* deadlock', 'means': 'retry'}, {'line': 404, 'means': 'bad-input'}],
                          'progress': 'processed {done}/{total}',
                          'timeLimit': '10m', 'silence': '2m', 'grace': '0s'}}
                        """);

        assertThat(phase.inline()).isEmpty();
        assertThat(phase.batch()).hasValue(BatchNeeds.DEFAULT);
        assertThat(phase.stage())
                .isEqualTo(
                        new StageSpec.Legacy(
                                new LegacyContract(
                                        List.of(
                                                "sh",
                                                "-c",
                                                "run {input} {outputs} {app} {name}",
                                                "8080",
                                                "true"),
                                        Optional.empty(),
                                        InputMode.DIRECTORY,
                                        OutputMode.DIRECTORY,
                                        WorkingFolder.OUTPUTS,
                                        Map.of("WORKERS", "4", "MODE", "fast", "DRY", "false"),
                                        new ExitTable(
                                                Map.of(
                                                        0, ExitMeaning.SUCCEED,
                                                        3, ExitMeaning.BAD_INPUT,
                                                        4, ExitMeaning.RETRY_BIGGER,
                                                        75, ExitMeaning.RETRY,
                                                        255, ExitMeaning.FAIL),
                                                ExitMeaning.RETRY,
                                                ExitMeaning.RETRY_BIGGER,
                                                ExitMeaning.SUCCEED,
                                                List.of(
                                                        new LogRule(
                                                                new LinePattern("ORA-* deadlock"),
                                                                ExitMeaning.RETRY),
                                                        new LogRule(
                                                                new LinePattern("404"),
                                                                ExitMeaning.BAD_INPUT))),
                                        Optional.of(
                                                new ProgressPattern("processed {done}/{total}")),
                                        Optional.of(Duration.ofMinutes(10)),
                                        Optional.of(Duration.ofMinutes(2)),
                                        Duration.ZERO)));
    }

    @Test
    void givesALegacyContractItsDefaults() {
        var stage = phase("'on': 'upload', 'stage': {'legacy': {'command': ['run']}}").stage();

        assertThat(stage)
                .isEqualTo(
                        new StageSpec.Legacy(
                                new LegacyContract(
                                        List.of("run"),
                                        Optional.empty(),
                                        InputMode.FILE,
                                        OutputMode.DIRECTORY,
                                        WorkingFolder.HOME,
                                        Map.of(),
                                        ExitTable.DEFAULT,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Duration.ofSeconds(30))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "settle",
                "reports/settle:7",
                "localhost:5000/settle",
                "registry.example/a/b__c/d-e.f:2024-01-01_RC.1",
                "reports/settle@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            })
    void readsTheImageThatHoldsALegacyProgram(String image) {
        var phase =
                phase(
                        "'on': 'upload', 'stage': {'legacy': {'image': '%s', 'command': ['/run', '{input}', '{outputs}']}}"
                                .formatted(image));

        assertThat(phase.stage())
                .isInstanceOfSatisfying(
                        StageSpec.Legacy.class,
                        legacy -> assertThat(legacy.contract().image()).hasValue(image));
    }

    @Test
    void leavesRoomForThreeContainersBesideAnImage() {
        var members =
                "'on': 'upload', 'stage': {'legacy': {'image': 'reports/settle:7', 'command': ['run']}}, 'batch': {'vcpu': %s}";

        assertThat(problems(document(members.formatted("0.5")))).isEmpty();
        assertThat(problems(document(members.formatted("0.25"))))
                .singleElement()
                .asString()
                .contains("vcpu 0.25 beside an image")
                .contains("vcpu 0.5 or more, since three containers share it");
    }

    /** Terraform's yamldecode takes the key {@code on} for a truth value. */
    @Test
    void readsTheKeyOnAsTerraformWritesIt() {
        assertThat(phase("'true': 'upload', 'stage': 'summary'"))
                .isEqualTo(phase("'on': 'upload', 'stage': 'summary'"));
    }

    @Test
    void readsNumbersAndFlagsThatCameAsText() {
        assertThat(
                        phase(
                                "'on': 'upload', 'stage': 'summary', 'batch': {'vcpu': '2', 'retries': '9', 'spot': 'false'}"))
                .isEqualTo(
                        phase(
                                "'on': 'upload', 'stage': 'summary', 'batch': {'vcpu': 2, 'retries': 9, 'spot': false}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'inline': {'upTo': '1 MiB'}; true; true",
                "'inline': 'never'; false; true",
                "'batch': 'always'; false; true",
                "'batch': 'never'; true; false",
                "'batch': {'vcpu': 2}; true; true",
                "'inline': 'never', 'batch': 'always'; false; true",
                "'inline': {}, 'batch': {}; true; true"
            })
    void routesAsItIsTold(String routing, boolean inline, boolean batch) {
        var phase = phase("'on': 'upload', 'stage': 'summary', " + routing);

        assertThat(phase.inline().isPresent()).isEqualTo(inline);
        assertThat(phase.batch().isPresent()).isEqualTo(batch);
    }

    @ParameterizedTest
    @CsvSource({"0.25, 512 MiB", "0.5, 1 GiB", "1, 2 GiB", "4, 8 GiB", "16, 32 GiB"})
    void givesAJobTwoGibForEachVcpu(BigDecimal vcpu, String memory) {
        var needs =
                phase("'on': 'upload', 'stage': 'summary', 'batch': {'vcpu': %s}".formatted(vcpu))
                        .batch();

        assertThat(needs.orElseThrow().memory()).isEqualTo(ByteSize.parse(memory));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'batch': {'retries': %s}; -1; 0; 9; 10",
                "'batch': {'timeout': '%s'}; 59s; 60s; 14d; 14d1s",
                "'batch': {'disk': '%s'}; 19 GiB; 20 GiB; 200 GiB; 201 GiB",
                "'batch': {'memory': '%s'}; 1 GiB; 2 GiB; 8 GiB; 9 GiB",
                "'batch': {'vcpu': 16, 'memory': '%s'}; 24 GiB; 32 GiB; 120 GiB; 128 GiB",
                "'inline': {'within': '%s'}; 0s; 1s; 15m; 15m1s",
                "'inline': {'upTo': '%s'}; 0 bytes; 1 byte; 7 EiB; 8 EiB"
            })
    void keepsToItsLimits(String key, String below, String least, String most, String above) {
        assertThat(problemsWith(key.formatted(below))).hasSize(1);
        assertThat(problemsWith(key.formatted(least))).isEmpty();
        assertThat(problemsWith(key.formatted(most))).isEmpty();
        assertThat(problemsWith(key.formatted(above))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'exit': {'%s': 'fail'}; -1; 0; 255; 256",
                "'grace': '%s'; -1s; 0s; 2m; 2m1s",
                "'timeLimit': '%s'; 0s; 1s; 59m59s; 1h"
            })
    void keepsToTheLimitsOfALegacyContract(
            String key, String below, String least, String most, String above) {
        assertThat(problemsWithLegacy(key.formatted(below))).hasSize(1);
        assertThat(problemsWithLegacy(key.formatted(least))).isEmpty();
        assertThat(problemsWithLegacy(key.formatted(most))).isEmpty();
        assertThat(problemsWithLegacy(key.formatted(above))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "1024, 0", "1025, 1"})
    void takesPatternsOfAThousandAndTwentyFourBytes(int length, int problems) {
        var keys = "'match': {'keys': '%s'}".formatted("a".repeat(length));

        assertThat(problemsWith(keys)).hasSize(problems);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "99, 0", "100, 1"})
    void takesPrefixesOfAHundredCharactersWithTheirSlash(int length, int problems) {
        assertThat(problemsWith("'output': '%s/'".formatted("x".repeat(length)))).hasSize(problems);
    }

    @ParameterizedTest
    @CsvSource({"39, 0", "40, 0", "41, 1"})
    void takesNamesOfFortyCharacters(int length, int problems) {
        var phases = "{'%s': {'on': 'upload', 'stage': 'summary'}}".formatted("a".repeat(length));

        assertThat(problems("{'pipeline': 'p', 'phases': %s}".formatted(phases))).hasSize(problems);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "A", "a_b", "a--b", "-a", "a-", "1a", "a b", "ü", "intake", "upload", "every",
                "on", "no", "y", "null"
            })
    void refusesOtherNamesOfPhases(String name) {
        var document = "{'pipeline': 'p', 'phases': {'%s': {'on': 'upload', 'stage': 'summary'}}}";

        assertThat(problems(document.formatted(name))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a1", "a-1", "upload-2", "legacy", "convert"})
    void takesNamesOfWordsJoinedByHyphens(String name) {
        var document = "{'pipeline': '%s', 'phases': {'%s': {'on': 'upload', 'stage': 'summary'}}}";

        assertThat(problems(document.formatted(name, name))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "100, 0", "101, 1"})
    void takesOneToAHundredPhases(int count, int problems) {
        var phases =
                IntStream.range(0, count)
                        .mapToObj("'p%d': {'on': 'upload', 'stage': 'summary'}"::formatted)
                        .collect(Collectors.joining(", "));

        assertThat(problems("{'pipeline': 'p', 'phases': {%s}}".formatted(phases)))
                .hasSize(problems);
    }

    @ParameterizedTest
    @CsvSource({"11, 0", "12, 0", "13, 1", "20, 1"})
    void takesChainsOfTwelvePhases(int length, int problems) {
        var phases =
                IntStream.range(0, length)
                        .mapToObj(
                                i ->
                                        "'p%d': {%s, 'stage': 'summary'}"
                                                .formatted(
                                                        i,
                                                        i == 0
                                                                ? "'on': 'upload'"
                                                                : "'after': 'p%d'"
                                                                        .formatted(i - 1)))
                        .collect(Collectors.joining(", "));

        assertThat(problems("{'pipeline': 'p', 'phases': {%s}}".formatted(phases)))
                .hasSize(problems);
    }

    @Test
    void findsEveryMistakeAtOnceInOrderOfPlace() {
        assertThatThrownBy(
                        () ->
                                DefinitionReader.requireChecked(
                                        Json.read(
                                                """
                                                {"pipeline": "Weather",
                                                 "phases": {
                                                   "unpack": {"on": "uplaod", "stage": "unpak"},
                                                   "convert": {"after": "unpakc", "stage": {"convert": {"too": "csv"}}}}}
                                                """),
                                        "definition.json",
                                        TestStageTypes.catalogue()))
                .isInstanceOf(MistakenDefinition.class)
                .hasMessage(
                        """
                        definition.json:1:14: pipeline: found "Weather"; allowed: lowercase letters and digits in words joined by hyphens, a letter first, 40 characters at most.
                        definition.json:3:21: phases.unpack.on: found "uplaod"; allowed: upload, {after: a phase}, a list of these. Nearest: upload.
                        definition.json:3:40: phases.unpack.stage: found "unpak"; allowed: unpack, convert, summary, probe, legacy. Nearest: unpack.
                        definition.json:4:25: phases.convert.after: found "unpakc"; allowed: unpack, convert. Nearest: unpack.
                        definition.json:4:57: phases.convert.stage.convert: found the key "too"; allowed: to. Nearest: to.\
                        """)
                .extracting(thrown -> ((MistakenDefinition) thrown).problems().size())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "true", "'x'", "[]"})
    void takesNothingButAMap(String document) {
        assertThat(problems(document)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'match': null",
                "'match': []",
                "'match': {'keys': []}",
                "'match': {'keys': [null]}",
                "'match': {'types': 'word'}",
                "'inline': null",
                "'inline': true",
                "'inline': 64",
                "'inline': {'upTo': 1024}",
                "'inline': {'upTo': '1024'}",
                "'inline': {'within': 90}",
                "'inline': {'within': '1.5s'}",
                "'batch': 'sometimes'",
                "'batch': []",
                "'batch': {'vcpu': 3}",
                "'batch': {'vcpu': 1e999999999}",
                "'batch': {'retries': 1.5}",
                "'batch': {'retries': 1e999999999}",
                "'batch': {'spot': 'maybe'}",
                "'batch': {'disk': '20.5 GiB'}",
                "'batch': {'memory': '2.5 GiB'}",
                "'output': 'out'",
                "'output': '/'",
                "'output': '../'",
                "'output': 'a//'",
                "'output': 1",
                "'inline': 'never', 'batch': 'never'",
                "'inline': {}, 'batch': 'always'",
                "'extra': 1"
            })
    void reportsOneMistakeOnce(String keys) {
        assertThat(problemsWith(keys)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "null",
                "[]",
                "{}",
                "'nothing'",
                "'legacy'",
                "{'summary': {}, 'unpack': {}}",
                "{'nothing': {'a': 1}}",
                "{'summary': 1}",
                "{'summary': {'a': 1}}",
                "'probe'",
                "{'probe': null}",
                "{'probe': {'word': []}}",
                "{'probe': {'word': 1.10}}",
                "{'probe': {'word': 'x', 'count': 1.5}}",
                "{'probe': {'word': 'x', 'count': 'many'}}",
                "{'probe': {'word': 'x', 'count': 1e30}}",
                "{'probe': {'word': 'x', 'size': 10}}",
                "{'probe': {'word': 'x', 'fast': 1}}",
                "{'convert': {'to': 'parquet'}}",
                "{'legacy': null}",
                "{'legacy': {}}",
                "{'legacy': {'command': []}}",
                "{'legacy': {'command': 'run'}}",
                "{'legacy': {'command': ['']}}",
                "{'legacy': {'command': ['run', null]}}",
                "{'legacy': {'command': ['a\\u0000']}}",
                "{'legacy': {'command': ['run', '{file}']}}",
                "{'legacy': {'command': ['run', '{input}'], 'input': 'stdin'}}",
                "{'legacy': {'command': ['run', '{outputs}'], 'output': 'stdout'}}",
                "{'legacy': {'command': ['run'], 'input': 'pipe'}}",
                "{'legacy': {'command': ['run'], 'environment': {'1A': 'x'}}}",
                "{'legacy': {'command': ['run'], 'environment': {'SPILLWAY_RUN': 'x'}}}",
                "{'legacy': {'command': ['run'], 'environment': {'A': ['x']}}}",
                "{'legacy': {'command': ['run'], 'exit': {'01': 'fail'}}}",
                "{'legacy': {'command': ['run'], 'exit': {'1': 'retry-larger'}}}",
                "{'legacy': {'command': ['run'], 'exit': {'silence': 'succeed'}}}",
                "{'legacy': {'command': ['run'], 'log': []}}",
                "{'legacy': {'command': ['run'], 'log': [{'line': '*', 'means': 'fail'}]}}",
                "{'legacy': {'command': ['run'], 'progress': '{percent} of {total}'}}",
                "{'legacy': {'command': ['run'], 'silence': '1h'}}",
                "{'legacy': {'command': ['run'], 'exit': {'default': 'fail'}}}",
                "{'legacy': {'command': ['run'], 'timeLimit': '1h'}}"
            })
    void reportsOneMistakeOfAStageOnce(String stage) {
        assertThat(problems(document("'on': 'upload', 'stage': " + stage))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'on': []",
                "'on': 'upload', 'true': 'upload'",
                "'on': null",
                "'on': {}",
                "'on': {'every': 'first', 'after': 'first'}",
                "'on': ['upload', 'upload']",
                "'on': {'after': 'first'}, 'after': 'first'",
                "'after': {'every': 'first', 'until': '6h'}",
                "'after': []",
                "'after': 'nobody'",
                "'after': 'upload'",
                "'after': ['first', 'first']",
                "'after': 'a'"
            })
    void reportsOneMistakeOfATriggerOnce(String trigger) {
        assertThat(problems(document("'stage': 'summary', " + trigger))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "x/, y/, 0",
        "x/, x/, 1",
        "x/, x/y/, 1",
        "x/y/, x/, 1",
        "x/, xy/, 0",
        "a/, b/, 0",
        "first/, y/, 1"
    })
    void keepsTheOutputsOfPhasesApart(String one, String other, int problems) {
        var phases =
                "'a': {'after': 'first', 'stage': 'summary', 'output': '%s'}, 'b': {'after': 'first', 'stage': 'summary', 'output': '%s'}"
                        .formatted(one, other);
        var first = "'first': {'on': 'upload', 'stage': 'summary'}";

        assertThat(problems("{'pipeline': 'p', 'phases': {%s, %s}}".formatted(first, phases)))
                .hasSize(problems);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'stage': {'legacy': {'command': ['run'], 'timeLimit': '2h'}}, 'batch': {'timeout': 'long'}",
                "'stage': {'legacy': {'command': [null, '']}}",
                "'stage': 'summary', 'inline': true, 'batch': 'always'",
                "'stage': 'summary', 'output': 'first'",
                "'stage': {'sumary': {}}, 'inline': 'never'",
                "'stge': 'summary'"
            })
    void reportsNothingThatFollowsFromAMistake(String members) {
        assertThat(problems(document("'on': 'upload', " + members))).hasSize(1);
    }

    @Test
    void cutsWhatItQuotes() {
        var name = "x".repeat(40_000);
        var triggers = "'nobody', ".repeat(2_000) + "'" + name + "'";
        var phases =
                "'%s': {'after': [%s], 'stage': '%s', '%s': 1}"
                        .formatted(name, triggers, name, name);

        var problems = problems("{'pipeline': '%s', 'phases': {%s}}".formatted(name, phases));

        assertThat(problems).hasSizeBetween(2, 1_000);
        assertThat(problems).allMatch(problem -> problem.line("test").length() < 1_000);
    }

    private static Phase phase(String members) {
        return checked(document(members)).phase("a").orElseThrow();
    }

    private static PipelineDefinition checked(String document) {
        return DefinitionReader.requireChecked(
                Json.read(document.replace('\'', '"')), "test", TestStageTypes.catalogue());
    }

    private static List<Problem> problemsWith(String keys) {
        return problems(document("'on': 'upload', 'stage': 'summary', " + keys));
    }

    private static List<Problem> problemsWithLegacy(String keys) {
        var stage = "{'legacy': {'command': ['run'], %s}}".formatted(keys);
        return problems(document("'on': 'upload', 'stage': " + stage));
    }

    private static List<Problem> problems(String document) {
        var tree = Json.read(document.replace('\'', '"'));
        return switch (DefinitionReader.read(tree, "test", TestStageTypes.catalogue())) {
            case Result.Checked _ -> List.of();
            case Result.Mistaken(var _, var problems) -> problems;
        };
    }

    /** A document whose phase {@code a} has these members, beside a phase {@code first}. */
    private static String document(String members) {
        return "{'pipeline': 'p', 'phases': {'first': {'on': 'upload', 'stage': 'summary'}, 'a': {%s}}}"
                .formatted(members);
    }
}
