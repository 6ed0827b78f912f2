package io.spillway.local.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digests that SQS shows its clients. */
final class Digests {

    private Digests() {}

    static String md5(String text) {
        var digest = md5();
        digest.update(text.getBytes(UTF_8));
        return hex(digest);
    }

    static MessageDigest md5() {
        return digest("MD5");
    }

    static String sha256(String text) {
        var digest = digest("SHA-256");
        digest.update(text.getBytes(UTF_8));
        return hex(digest);
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no " + algorithm + ".", e);
        }
    }
}
