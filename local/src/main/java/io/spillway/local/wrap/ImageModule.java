package io.spillway.local.wrap;

import java.util.stream.Collectors;

/**
 * A Maven module that makes an image of the job runner and a program's files. It compiles nothing:
 * Jib adds a layer to the image {@code legacy-base}.
 */
final class ImageModule {

    /** The version of Jib that Spillway's own images are built with. */
    private static final String JIB = "3.5.2";

    private ImageModule() {}

    static String of(Wrapping wrapping) {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <project xmlns="http://maven.apache.org/POM/4.0.0"
                 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                 xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
          <modelVersion>4.0.0</modelVersion>

          <groupId>wrapped</groupId>
          <artifactId>%s</artifactId>
          <version>1</version>
          <description>The job runner, and the program at /app.</description>

          <properties>
            <!-- Spillway's image for adding a program: docs/containers.md. A registry's, or tar:// and the path of its file. -->
            <base.image>spillway/legacy-base</base.image>
            <!-- Where jib:build pushes it. -->
            <image>wrapped/%s</image>
          </properties>

          <build>
            <plugins>
              <plugin>
                <groupId>com.google.cloud.tools</groupId>
                <artifactId>jib-maven-plugin</artifactId>
                <version>%s</version>
                <configuration>
                  <from>
                    <image>${base.image}</image>
                  </from>
                  <to>
                    <image>${image}</image>
                  </to>
                  <extraDirectories>
                    <paths>
                      <path>
                        <from>${project.basedir}/../app</from>
                        <into>/app</into>
                      </path>
                    </paths>
        %s          </extraDirectories>
                  <container>
                    <entrypoint>INHERIT</entrypoint>
                    <user>65532:65532</user>
                  </container>
                </configuration>
              </plugin>
            </plugins>
          </build>
        </project>
        """
                .formatted(wrapping.name(), wrapping.name(), JIB, permissions(wrapping.program()));
    }

    /** Jib makes files that nobody may execute unless it is told otherwise. */
    private static String permissions(Program program) {
        return switch (program) {
            case Program.Executable(var file) ->
                    """
                                <permissions>
                                  <permission>
                                    <file>/app/%s</file>
                                    <mode>755</mode>
                                  </permission>
                                </permissions>
                    """
                            .formatted(escaped(file.getFileName().toString()))
                            .lines()
                            .map(line -> line + "\n")
                            .collect(Collectors.joining());
            case Program.Jar _, Program.Installed _, Program.Image _ -> "";
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
