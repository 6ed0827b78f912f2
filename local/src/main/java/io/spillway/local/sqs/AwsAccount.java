package io.spillway.local.sqs;

/**
 * The account and Region that own what the stand-ins hold.
 *
 * @param id twelve digits
 */
public record AwsAccount(String id, String region) {

    /** What the stand-ins use unless told otherwise. */
    public static final AwsAccount LOCAL = new AwsAccount("000000000000", "us-east-1");

    public AwsAccount {
        if (!id.matches("\\d{12}")) {
            throw new IllegalArgumentException(
                    "Account \"%s\" has to be twelve digits.".formatted(id));
        }
    }

    /** The ARN of one of this account's resources, such as {@code arn:aws:sqs:us-east-1:…:name}. */
    public String arn(String service, String name) {
        return "arn:aws:%s:%s:%s:%s".formatted(service, region, id, name);
    }
}
