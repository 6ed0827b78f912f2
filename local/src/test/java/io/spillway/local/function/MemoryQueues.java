package io.spillway.local.function;

import java.util.Arrays;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** Several queues behind one client. */
record MemoryQueues(MemoryQueue... queues) implements SqsClient {

    private MemoryQueue at(String url) {
        return Arrays.stream(queues)
                .filter(queue -> queue.url().equals(url))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No queue at " + url));
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        return at(request.queueUrl()).receiveMessage(request);
    }

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
        return at(request.queueUrl()).deleteMessageBatch(request);
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        return at(request.queueUrl()).getQueueAttributes(request);
    }

    @Override
    public String serviceName() {
        return "sqs";
    }

    @Override
    public void close() {}
}
