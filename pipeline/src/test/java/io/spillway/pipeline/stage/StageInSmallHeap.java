package io.spillway.pipeline.stage;

/** Runs a stage on its contract's huge input; the process that it runs in has little memory. */
final class StageInSmallHeap {

    private static final long HUGE = 128 << 20;

    private StageInSmallHeap() {}

    public static void main(String[] arguments) throws Exception {
        var contract =
                (StageContract) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
        var work = contract.huge();
        contract.stage().run(work);
        var moved = Math.max(work.bytesRead(), work.bytesWritten());
        if (moved < HUGE) {
            throw new IllegalStateException("%d bytes are not huge.".formatted(moved));
        }
        System.out.println("Moved " + moved + " bytes.");
    }
}
