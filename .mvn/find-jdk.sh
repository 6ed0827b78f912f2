# Finds a JDK 25 or newer and exports it as JAVA_HOME. Sourced by ./mvnw and ./spillway; changes nothing else.
# Looks at JAVA_HOME, then at the places where installers put JDKs, then at the java on PATH.

spillway_java_version() { # the feature version of the JDK in $1, or 0
  version=0
  if [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  echo "${version:-0}"
}

spillway_find_jdk() {
  wanted=25
  if [ -n "${JAVA_HOME:-}" ] && [ "$(spillway_java_version "$JAVA_HOME")" -ge "$wanted" ]; then
    return 0
  fi
  on_path=$(command -v java 2>/dev/null || :)
  if [ -n "$on_path" ]; then
    on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
  fi
  for candidate in \
    /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/java/* /opt/*jdk*25* \
    "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* "$HOME"/.jabba/jdk/*25* "$HOME"/.local/share/mise/installs/java/*25* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$on_path"; do
    if [ "$(spillway_java_version "$candidate")" -ge "$wanted" ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  cat >&2 <<TEXT
Spillway needs a JDK $wanted or newer and found none: looked at JAVA_HOME (${JAVA_HOME:-not set}), /usr/lib/jvm, SDKMAN, ~/.jdks, Homebrew and the java on PATH (${on_path:-none}).
Get one:
  Debian, Ubuntu   apt-get install openjdk-$wanted-jdk      (or temurin-$wanted-jdk from Adoptium)
  Fedora           dnf install java-$wanted-openjdk-devel
  macOS            brew install openjdk@$wanted
  anywhere         sdk install java $wanted-tem             (SDKMAN)
or unpack one anywhere and set JAVA_HOME to it.
TEXT
  return 1
}
