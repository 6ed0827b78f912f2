package io.spillway.local.sns;

import java.util.List;

/** A part of a filter policy. All parts beside each other have to hold. */
sealed interface Rule {

    boolean holds(Fields fields);

    /** Values that the policy lists at this rule and below, multiplied as AWS counts them. */
    long combinations(int depth);

    static boolean allHold(List<Rule> rules, Fields fields) {
        return rules.stream().allMatch(rule -> rule.holds(fields));
    }

    static long product(List<Rule> rules, int depth) {
        return rules.stream().mapToLong(rule -> rule.combinations(depth)).reduce(1, Rule::times);
    }

    private static long times(long one, long other) {
        return Math.min(Integer.MAX_VALUE, one * other);
    }

    /** The value under a name is one of these. */
    record Key(String name, List<Matcher> anyOf) implements Rule {

        @Override
        public boolean holds(Fields fields) {
            var values = fields.values(name);
            return anyOf.stream().anyMatch(matcher -> matcher.matches(values));
        }

        @Override
        public long combinations(int depth) {
            return (long) anyOf.size() * depth;
        }
    }

    /** The object under a name, or of several one of them, keeps these rules. */
    record Nested(String name, List<Rule> rules) implements Rule {

        @Override
        public boolean holds(Fields fields) {
            var objects = fields.objects(name);
            return objects.isEmpty()
                    ? allHold(rules, Fields.NONE)
                    : objects.stream().anyMatch(object -> allHold(rules, object));
        }

        @Override
        public long combinations(int depth) {
            return product(rules, depth + 1);
        }
    }

    /** One of these lists of rules holds. */
    record Either(List<List<Rule>> options) implements Rule {

        @Override
        public boolean holds(Fields fields) {
            return options.stream().anyMatch(rules -> allHold(rules, fields));
        }

        @Override
        public long combinations(int depth) {
            return options.stream().mapToLong(rules -> product(rules, depth)).sum();
        }
    }
}
