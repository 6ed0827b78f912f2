package io.spillway.aws;

import java.util.function.Supplier;

/** Makes something when it is first asked for, and once. Safe for many threads. */
public final class Lazy<T> implements Supplier<T> {

    private Supplier<T> maker;
    private T made;

    public Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        if (maker != null) {
            made = maker.get();
            maker = null;
        }
        return made;
    }
}
