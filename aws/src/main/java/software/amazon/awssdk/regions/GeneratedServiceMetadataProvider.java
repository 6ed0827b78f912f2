package software.amazon.awssdk.regions;

import software.amazon.awssdk.regions.servicemetadata.BatchServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.EnhancedS3ServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SnsServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SqsServiceMetadata;

/**
 * Stands before the SDK's class of this name on the class path of the function, and tells the same
 * of the services that Spillway uses.
 *
 * <p>The SDK's makes an object for each of AWS's 400 services as soon as the first client is made:
 * a fifth of what a cold start costs. Which of the two is found makes no other difference; a test
 * compares them.
 */
public final class GeneratedServiceMetadataProvider implements ServiceMetadataProvider {

    @Override
    public ServiceMetadata serviceMetadata(String service) {
        return switch (service) {
            case "batch" -> new BatchServiceMetadata();
            case "s3" -> new EnhancedS3ServiceMetadata();
            case "sns" -> new SnsServiceMetadata();
            case "sqs" -> new SqsServiceMetadata();
            default -> null;
        };
    }
}
