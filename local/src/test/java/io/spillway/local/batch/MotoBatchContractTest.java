package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.batch.BatchClient;

/** Each difference of moto from AWS is asserted, so that we learn of the day it is gone. */
class MotoBatchContractTest extends BatchServiceContract {

    @TempDir private static Path directory;
    private static MotoServer moto;
    private static BatchClient client;
    private static String subnet;
    private static String securityGroup;

    @BeforeAll
    static void startMoto() throws IOException {
        assumeTrue(MotoServer.isInstalled(), "moto_server isn't on the PATH: no peer to compare");
        moto = MotoServer.start(directory.resolve("moto.log"));
        subnet = moto.firstFromEc2("DescribeSubnets", "subnet");
        securityGroup = moto.firstFromEc2("DescribeSecurityGroups", "sg");
        moto.createRole("batch");
        client = BatchClients.at(moto.endpoint());
    }

    @AfterAll
    static void stopMoto() {
        if (moto != null) {
            client.close();
            moto.close();
        }
    }

    @Override
    BatchClient batch() {
        return client;
    }

    @Override
    String subnet() {
        return subnet;
    }

    @Override
    String securityGroup() {
        return securityGroup;
    }

    @Override
    String serviceRole() {
        return "arn:aws:iam::123456789012:role/batch";
    }

    /** A known difference: moto fails the contract's test. */
    private static void differs(String how, ThrowingCallable contract) {
        assertThatThrownBy(contract).as("moto %s", how).isInstanceOf(AssertionError.class);
    }

    @Test
    void tellsVcpusInAFormThatTheClientCannotRead() {
        var id = submit("fraction", _ -> {});
        try (var direct = BatchClients.at(moto.ownEndpoint())) {
            assertThatThrownBy(() -> direct.describeJobs(request -> request.jobs(id)))
                    .isInstanceOf(SdkClientException.class)
                    .hasMessageContaining("VALUE_NUMBER_FLOAT");
        }
    }

    @Override
    @Test
    void takesAJobNameOf128Characters() {
        differs("takes longer names", super::takesAJobNameOf128Characters);
    }

    @Override
    @Test
    void refusesADefinitionThatIsNotActive() {
        differs("runs inactive definitions", super::refusesADefinitionThatIsNotActive);
    }

    @Override
    @Test
    void runsTheLatestActiveRevision() {
        differs("runs inactive definitions", super::runsTheLatestActiveRevision);
    }

    @Override
    @Test
    void refusesASizeThatFargateDoesNotHave() {
        differs("takes any size", super::refusesASizeThatFargateDoesNotHave);
    }

    @Override
    @Test
    void refusesADefinitionOfMoreThan24Kibibytes() {
        differs("takes any length", super::refusesADefinitionOfMoreThan24Kibibytes);
    }

    @Override
    @Test
    void listsJobsByStatus() {
        differs(
                "lists all jobs when no status is asked for, not the running ones",
                super::listsJobsByStatus);
    }

    @Override
    @Test
    void listsPageByPage() {
        differs("gives everything on one page", super::listsPageByPage);
    }

    @Override
    @Test
    void listsJobsByTheTimeTheyWereMade() {
        differs("ignores the filter", super::listsJobsByTheTimeTheyWereMade);
    }

    @Override
    @Test
    void listsJobsByDefinition() {
        differs("ignores the filter", super::listsJobsByDefinition);
    }

    @Override
    @Test
    void putsParametersIntoTheCommand() {
        differs("leaves the placeholders in the command", super::putsParametersIntoTheCommand);
    }

    @Override
    @Test
    void refusesATimeoutBelow60Seconds() {
        differs("takes any timeout", super::refusesATimeoutBelow60Seconds);
    }

    @Override
    @Test
    void describesAndDeletesQueues() {
        differs("deletes a queue that is enabled", super::describesAndDeletesQueues);
    }

    @Override
    @Test
    void tellsTheExitCodeAndTheLogOfAFinishedJob() {
        differs("gives no reason", super::tellsTheExitCodeAndTheLogOfAFinishedJob);
    }

    @Override
    @Test
    void refusesADisabledQueue() {
        differs("takes jobs for a disabled queue", super::refusesADisabledQueue);
    }

    @Override
    @Test
    void describesAtMost100Jobs() {
        differs("describes any number", super::describesAtMost100Jobs);
    }

    @Override
    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "a b", "a/b", "ä", "a+b"})
    void refusesAJobNameThatBreaksTheRules(String name) {
        differs("takes any name", () -> super.refusesAJobNameThatBreaksTheRules(name));
    }

    @Override
    @Test
    void refusesARequestOf30Kibibytes() {
        differs("takes any length", super::refusesARequestOf30Kibibytes);
    }

    @Override
    @Test
    void failsAJobWhoseOverridesAreTooLongOnlyAfterwards() {
        differs("runs it", super::failsAJobWhoseOverridesAreTooLongOnlyAfterwards);
    }

    @Override
    @Test
    void overridesTheCommandAndTheSize() {
        differs("tells the size in other members", super::overridesTheCommandAndTheSize);
    }

    @Override
    @ParameterizedTest
    @ValueSource(ints = {0, 11})
    void refusesTooFewAndTooManyAttempts(int attempts) {
        differs("takes any number", () -> super.refusesTooFewAndTooManyAttempts(attempts));
    }

    @Override
    @Test
    void refusesToOverrideBatchsOwnVariables() {
        differs("lets them be overridden", super::refusesToOverrideBatchsOwnVariables);
    }

    @Override
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 10_001})
    void refusesAnArrayOfTooFewOrTooManyJobs(int size) {
        differs("takes any size", () -> super.refusesAnArrayOfTooFewOrTooManyJobs(size));
    }

    @Override
    @Test
    void tellsTheIndexOfAChild() {
        differs("tells no index", super::tellsTheIndexOfAChild);
    }

    @Override
    @Test
    void listsAnArrayJobByNameWithoutItsChildren() {
        differs("lists the children too", super::listsAnArrayJobByNameWithoutItsChildren);
    }

    @Override
    @Test
    void listsTheChildrenOfAnArrayJob() {
        differs("tells no index", super::listsTheChildrenOfAnArrayJob);
    }

    @Override
    @Test
    void failsAnArrayJobWhoseChildrenFail() {
        differs("runs what AWS can't start", super::failsAnArrayJobWhoseChildrenFail);
    }

    @Override
    @Test
    void failsAJobThatDependsOnOneThatFails() {
        differs("runs what AWS can't start", super::failsAJobThatDependsOnOneThatFails);
    }

    @Override
    @Test
    void refusesADependencyOnAJobItDoesNotKnow() {
        differs("takes any id", super::refusesADependencyOnAJobItDoesNotKnow);
    }

    @Override
    @Test
    void refusesMoreThan20Dependencies() {
        differs("takes any number", super::refusesMoreThan20Dependencies);
    }

    @Override
    @ParameterizedTest
    @ValueSource(strings = {"SEQUENTIAL", "N_TO_N"})
    void refusesDependenciesForArraysOfAJobThatIsNone(String type) {
        differs("takes any type", () -> super.refusesDependenciesForArraysOfAJobThatIsNone(type));
    }
}
