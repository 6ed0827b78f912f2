package io.spillway.stages;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.spillway.pipeline.detect.Extension;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.Input;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** The compressed formats that hold one stream of bytes. */
final class Codec {

    /** Most memory an xz may ask for, in KiB: what {@code xz -9} needs, twice. */
    private static final int MAX_XZ_KIB = 128 << 10;

    private Codec() {}

    /** The bytes within, to the end of the last member; those of a tar are its own. */
    static InputStream open(ContentType type, InputStream packed) throws IOException {
        return switch (type) {
            case GZIP ->
                    GzipCompressorInputStream.builder()
                            .setInputStream(packed)
                            .setDecompressConcatenated(true)
                            .get();
            case BZIP2 -> new BZip2CompressorInputStream(packed, true);
            case XZ -> new XZInputStream(packed, MAX_XZ_KIB);
            // The library refuses windows of more than 128 MiB by itself.
            case ZSTD -> new ZstdInputStreamNoFinalizer(packed);
            case TAR,
                    ZIP,
                    SEVENZIP,
                    CSV,
                    TSV,
                    JSON,
                    JSONL,
                    XML,
                    TEXT,
                    PARQUET,
                    AVRO,
                    PDF,
                    PNG,
                    JPEG,
                    BINARY ->
                    packed;
        };
    }

    /**
     * The name of the one file within: the input's, without the extension of its format. The name
     * that a gzip may record isn't trusted.
     */
    static String nameWithin(Input input) {
        var name = input.name();
        var stem = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        if (!Extension.typeOf(name).equals(Optional.of(input.type()))) {
            stem = name;
        }
        return switch (stem) {
            case "", ".", ".." -> "content";
            default -> stem;
        };
    }

    /**
     * @param name in lower case
     */
    static boolean namesTar(String name) {
        for (var ending : new String[] {".tgz", ".tbz", ".tbz2", ".txz", ".tzst"}) {
            if (name.endsWith(ending)) {
                return true;
            }
        }
        var dot = name.lastIndexOf('.');
        return dot > 0 && name.substring(0, dot).endsWith(".tar");
    }
}
