package io.spillway.local.sns;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.util.List;

/**
 * Which of a topic's messages a subscription gets.
 *
 * @param rules all have to hold; none lets every message pass
 */
record FilterPolicy(Scope scope, List<Rule> rules) {

    /** What the rules are about. */
    enum Scope {
        MESSAGE_ATTRIBUTES("MessageAttributes"),
        MESSAGE_BODY("MessageBody");

        private final String text;

        Scope(String text) {
            this.text = text;
        }

        /**
         * @throws SnsError if there is no such scope
         */
        static Scope of(String text) {
            for (var scope : values()) {
                if (scope.text.equals(text)) {
                    return scope;
                }
            }
            throw SnsError.invalid(
                    "FilterPolicyScope",
                    "\"%s\" is neither MessageAttributes nor MessageBody.".formatted(text));
        }
    }

    static final FilterPolicy ALL = new FilterPolicy(Scope.MESSAGE_ATTRIBUTES, List.of());

    /**
     * @throws SnsError if the text is no filter policy
     */
    static FilterPolicy parse(String text, Scope scope) {
        return new FilterPolicy(scope, new FilterPolicyParser(scope).parse(text));
    }

    /** Whether a message passes; one whose body is no JSON object passes no rule on its body. */
    boolean accepts(SnsMessage message) {
        if (rules.isEmpty()) {
            return true;
        }
        return switch (scope) {
            case MESSAGE_ATTRIBUTES ->
                    Rule.allHold(rules, new Fields.OfAttributes(message.attributes()));
            case MESSAGE_BODY -> acceptsBody(message.body());
        };
    }

    private boolean acceptsBody(String body) {
        try {
            return Json.read(body) instanceof JsonObject object
                    && Rule.allHold(rules, new Fields.OfBody(object));
        } catch (JsonMismatch _) {
            return false;
        }
    }
}
