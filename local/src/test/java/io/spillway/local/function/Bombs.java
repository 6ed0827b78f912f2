package io.spillway.local.function;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Files of 3 and 5 MB that unpack to 50 GB. */
final class Bombs {

    private static final int NOISE = 4_000_000;
    private static final int GIGABYTE = 1_000_000_000;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private Bombs() {}

    private static byte[] noise(int length) {
        var bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** Noise, and then 1,000 times 50 MB of zeros. Nothing in it tells how much that is. */
    static byte[] bzip2() throws IOException {
        var zeros = bzip2(new byte[50_000_000]);
        var bomb = new ByteArrayOutputStream();
        bomb.write(bzip2(noise(3_000_000)));
        for (var i = 0; i < 1_000; i++) {
            bomb.write(zeros);
        }
        return bomb.toByteArray();
    }

    private static byte[] bzip2(byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new BZip2CompressorOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    /**
     * A zip of one gigabyte of zeros that stands in the directory fifty times, beside some noise.
     */
    static byte[] zip() throws IOException {
        var zeros = deflatedZeros();
        var crc = crcOfZeros();
        var noise = noise(NOISE);
        var zip = new ByteArrayOutputStream();
        zip.write(local("zeros", DEFLATED, crc, zeros.length, GIGABYTE));
        zip.write(zeros);
        var second = zip.size();
        zip.write(local("noise", STORED, crcOf(noise), NOISE, NOISE));
        zip.write(noise);
        var directory = new ByteArrayOutputStream();
        directory.write(central("noise", STORED, crcOf(noise), NOISE, NOISE, second));
        for (var i = 0; i < 50; i++) {
            directory.write(central("zeros" + i, DEFLATED, crc, zeros.length, GIGABYTE, 0));
        }
        var end = little(22).putInt(0x06054b50).putInt(0).putShort((short) 51).putShort((short) 51);
        end.putInt(directory.size()).putInt(zip.size()).putShort((short) 0);
        zip.write(directory.toByteArray());
        zip.write(end.array());
        return zip.toByteArray();
    }

    private static byte[] deflatedZeros() {
        var packed = new ByteArrayOutputStream();
        var buffer = new byte[1 << 16];
        try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            for (var left = GIGABYTE; left > 0; left -= 1_000_000) {
                deflater.setInput(new byte[1_000_000]);
                while (!deflater.needsInput()) {
                    packed.write(buffer, 0, deflater.deflate(buffer));
                }
            }
            deflater.finish();
            while (!deflater.finished()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        return packed.toByteArray();
    }

    private static int crcOfZeros() {
        var crc = new CRC32();
        var zeros = new byte[1_000_000];
        for (var i = 0; i < 1_000; i++) {
            crc.update(zeros);
        }
        return (int) crc.getValue();
    }

    private static int crcOf(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Source of both forms: PKWARE APPNOTE.TXT, 4.3.7 and 4.3.12. */
    private static byte[] local(String name, int method, int crc, int packed, int unpacked) {
        var header = little(30 + name.length()).putInt(0x04034b50).putShort((short) 20);
        header.putShort((short) 0).putShort((short) method).putInt(0);
        header.putInt(crc).putInt(packed).putInt(unpacked);
        header.putShort((short) name.length()).putShort((short) 0);
        return header.put(name.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static byte[] central(
            String name, int method, int crc, int packed, int unpacked, int offset) {
        var header = little(46 + name.length()).putInt(0x02014b50).putShort((short) 20);
        header.putShort((short) 20).putShort((short) 0).putShort((short) method).putInt(0);
        header.putInt(crc).putInt(packed).putInt(unpacked);
        header.putShort((short) name.length()).putInt(0).putInt(0).putInt(0).putInt(offset);
        return header.put(name.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
