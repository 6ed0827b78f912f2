package io.spillway.local.sqs;

import org.junit.jupiter.api.TestInstance;

/**
 * What AWS documents of Amazon SQS, as far as a pipeline uses it. One subclass per implementation;
 * where one differs, it overrides the test and asserts the difference.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SqsServiceContract
        implements SqsQueueContract,
                SqsMessageContract,
                SqsVisibilityContract,
                SqsBatchContract,
                SqsDeadLetterContract,
                SqsFifoContract {}
