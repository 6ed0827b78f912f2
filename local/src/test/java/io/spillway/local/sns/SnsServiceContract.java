package io.spillway.local.sns;

import org.junit.jupiter.api.TestInstance;

/**
 * What AWS documents of Amazon SNS, as far as a pipeline uses it. One subclass per implementation;
 * where one differs, it overrides the test and asserts the difference.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SnsServiceContract
        implements SnsTopicContract,
                SnsSubscriptionContract,
                SnsPublishContract,
                SnsDeliveryContract {}
