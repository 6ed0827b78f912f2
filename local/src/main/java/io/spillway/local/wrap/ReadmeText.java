package io.spillway.local.wrap;

/** What to do next with a wrapped program. */
final class ReadmeText {

    private ReadmeText() {}

    static String of(Wrapping wrapping, String command) {
        return """
        # %s

        The program %s, wrapped as the phase `%s` of a pipeline. It runs once for each file:

        ```
        %s
        ```

        `{input}` is the file's path, `{outputs}` a folder whose files become the outputs, `{app}` the folder of the program's own files. The program is started directly, never through a shell, and in an empty folder of its own.

        ## On this machine

        ```sh
        %s
        ```

        Put files into `incoming/`. Outputs are in `.spillway/outputs/%s/`.

        %s
        """
                .formatted(
                        wrapping.name(),
                        wrapping.program().shown(),
                        wrapping.name(),
                        command,
                        run(wrapping),
                        wrapping.name(),
                        onAws(wrapping));
    }

    private static String run(Wrapping wrapping) {
        return switch (wrapping.program()) {
            case Program.Jar _, Program.Executable _, Program.Installed _ -> "./spillway run .";
            case Program.Image _ -> "./spillway run . --containers";
        };
    }

    private static String onAws(Wrapping wrapping) {
        return switch (wrapping.program()) {
            case Program.Image _ ->
                    """
                    ## On AWS

                    The image is run as it is, between a container that fetches the input and one that commits the outputs. Your account has to be allowed to pull it. Deploy `pipeline.yaml` as docs/deploy.md says.
                    """
                            .strip();
            case Program.Installed(var name) ->
                    """
                    ## On AWS

                    `%s` is a program of the machine, so the image of the phase needs it too: take a base image that has it for `legacy-base` (`-Dbase.image=…`, docs/containers.md), push that, and name it in Terraform:

                    ```hcl
                    images = {
                      default = "<registry>/job-runner@sha256:<digest>"
                      %s = "<registry>/legacy-base@sha256:<digest>"
                    }
                    ```
                    """
                            .formatted(name, key(wrapping))
                            .strip();
            case Program.Jar _, Program.Executable _ ->
                    """
                    ## On AWS

                    `image/` makes the image: Spillway's `legacy-base`, which brings the job runner, and `app/`. It needs no container engine.

                    ```sh
                    mkdir -p image/target/classes      # Jib wants to see it, though nothing is compiled
                    mvn -f image/pom.xml jib:build -Dbase.image=<registry>/legacy-base@sha256:<digest> -Dimage=<registry>/%s
                    cat image/target/jib-image.digest
                    ```

                    Then name it in Terraform, and deploy as docs/deploy.md says:

                    ```hcl
                    images = {
                      default = "<registry>/job-runner@sha256:<digest>"
                      %s = "<registry>/%s@sha256:<digest>"
                    }
                    ```
                    """
                            .formatted(wrapping.name(), key(wrapping), wrapping.name())
                            .strip();
        };
    }

    /** HCL wants quotes around a key with a hyphen in some places, and takes them in all. */
    private static String key(Wrapping wrapping) {
        return "\"" + wrapping.name() + "\"";
    }
}
