package io.spillway.local.sqs;

/** Text of the characters that SQS takes: those of XML 1.0. */
final class XmlText {

    private XmlText() {}

    /**
     * @throws SqsError naming the first character that SQS would refuse
     */
    static void check(String text) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            if (!isAllowed(character)) {
                throw new SqsError(
                        SqsError.Code.INVALID_MESSAGE_CONTENTS,
                        "Invalid character #x%X at %d: only characters of XML 1.0 are allowed. Percent-encode the others."
                                .formatted(character, at));
            }
        }
    }

    /** Source: Amazon SQS API Reference, "SendMessage": #x9, #xA, #xD, #x20 to #xD7FF and so on. */
    private static boolean isAllowed(int character) {
        if (character < 0x20) {
            return character == 0x9 || character == 0xA || character == 0xD;
        }
        return character <= 0xD7FF
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}
