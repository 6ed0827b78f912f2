package io.spillway.local.sqs;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What became of one entry of a batch. */
sealed interface Outcome<T> {

    record Done<T>(T value) implements Outcome<T> {}

    record Refused<T>(SqsError error) implements Outcome<T> {}

    static <T> Outcome<T> of(Supplier<T> attempt) {
        try {
            return new Done<>(attempt.get());
        } catch (SqsError e) {
            return new Refused<>(e);
        }
    }

    /** The same refusal, or the outcome of a next step. */
    default <R> Outcome<R> map(Function<T, R> next) {
        return switch (this) {
            case Done<T>(var value) -> new Done<>(next.apply(value));
            case Refused<T>(var error) -> new Refused<>(error);
        };
    }

    /** The value, if there is one. */
    default Stream<T> stream() {
        return switch (this) {
            case Done<T>(var value) -> Stream.of(value);
            case Refused<T> _ -> Stream.empty();
        };
    }
}
