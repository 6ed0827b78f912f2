package io.spillway.pipeline.ledger;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where the state of every work item is kept: for each a list of entries that only grows.
 *
 * <p>An entry's number can be taken once, and who takes it decides. A host that was thought dead
 * finds the number after its own already taken, and so can neither commit nor record anything: the
 * number is its fence.
 *
 * <p>Every method may throw {@link IOException} as {@link io.spillway.pipeline.store.ObjectStore}
 * does.
 */
public interface Ledger {

    /** The entry with the highest number; empty for a work item never heard of. */
    Optional<Entry> newest(String workItemId) throws IOException;

    /** Whether there is any entry. Costs less than asking for the newest, and tells less. */
    default boolean isKnown(String workItemId) throws IOException {
        return newest(workItemId).isPresent();
    }

    /** All entries of a work item, oldest first. */
    List<Entry> history(String workItemId) throws IOException;

    /**
     * Adds an entry under its number.
     *
     * @return whether the number is now this entry's; false if another entry has it. Calling again
     *     with the same entry gives the same answer
     */
    boolean append(Entry entry) throws IOException;
}
