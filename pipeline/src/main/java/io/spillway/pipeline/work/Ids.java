package io.spillway.pipeline.work;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Identities that are functions of what they identify, so that every host finds the same one. */
public final class Ids {

    private Ids() {}

    /**
     * 32 hexadecimal digits of a hash of the parts. Each part is preceded by its length, so that no
     * two lists of parts read alike.
     */
    public static String of(String... parts) {
        var hash = sha256();
        for (var part : parts) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            hash.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
            hash.update(bytes);
        }
        return HexFormat.of().formatHex(hash.digest(), 0, 16);
    }

    /** All 64 hexadecimal digits of the SHA-256 of some content. */
    public static String ofContent(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
