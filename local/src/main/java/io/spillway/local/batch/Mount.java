package io.spillway.local.batch;

/**
 * A volume in a container.
 *
 * @param volume its name, unique to the attempt: containers of one attempt share it under that name
 * @param path where it is in the container, absolute
 * @param readOnly whether the container may only read it
 */
public record Mount(String volume, String path, boolean readOnly) {

    public Mount {
        if (!volume.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
            throw new IllegalArgumentException("No name for a volume: \"" + volume + "\"");
        }
        if (!path.startsWith("/") || path.contains(",") || path.contains("\"")) {
            throw new IllegalArgumentException("No place for a volume: \"" + path + "\"");
        }
    }
}
