package io.spillway.stages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * The names of a zip's entries as text.
 *
 * <p>By the specification a name is UTF-8 if a flag says so, else code page 437. Many writers
 * forget the flag, so a name that is valid UTF-8 is taken as such. Source: PKWARE APPNOTE.TXT,
 * appendix D.
 */
final class ZipNames {

    /** What code page 437 has from 128 to 255. Not every Java runtime brings it. */
    static final String CODE_PAGE_437 =
            "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
                    + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";

    private ZipNames() {}

    static String of(ZipArchiveEntry entry) {
        return switch (entry.getNameSource()) {
            case UNICODE_EXTRA_FIELD -> entry.getName();
            case NAME, NAME_WITH_EFS_FLAG -> decode(entry.getRawName());
        };
    }

    static String decode(byte[] name) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
        } catch (CharacterCodingException _) {
            return decode437(name);
        }
    }

    private static String decode437(byte[] name) {
        var text = new StringBuilder(name.length);
        for (var octet : name) {
            text.append(octet >= 0 ? (char) octet : CODE_PAGE_437.charAt(octet & 0x7F));
        }
        return text.toString();
    }
}
