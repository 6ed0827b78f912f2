"""An image as Jib writes it: a tarball with layers, and what it says about itself."""
import gzip
import json
import pathlib
import shutil
import subprocess
import tarfile

CONTAINERS = pathlib.Path(__file__).resolve().parent
ROOT = CONTAINERS.parent


def jdk():
    """The JDK 25 that Maven builds with."""
    return pathlib.Path(subprocess.run(
        ". .mvn/find-jdk.sh && spillway_find_jdk && printf %s \"$JAVA_HOME\"",
        shell=True, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


class Image:
    """The image of a folder of containers/, built already."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.tar = self.folder / "target/jib-image.tar"
        if not self.tar.exists():
            raise SystemExit(f"There is no {self.tar}: build it first, ./mvnw package -Pimages. docs/containers.md says how.")
        with tarfile.open(self.tar) as image:
            manifest, = json.load(image.extractfile("manifest.json"))
            document = json.load(image.extractfile(manifest["Config"]))
        self.name = self.folder.name
        self.tag = manifest["RepoTags"][0]
        self.digest = (self.folder / "target/jib-image.digest").read_text()
        self.config = document["config"]
        self.entry_point = self.config["Entrypoint"]
        self._layers = manifest["Layers"]
        self._history = [entry for entry in document.get("history", []) if not entry.get("empty_layer")]

    def layers(self):
        """Of each layer who made it, its bytes as they are pulled and unpacked, and its paths; lowest first."""
        with tarfile.open(self.tar) as image:
            for name, made in zip(self._layers, self._history):
                packed = image.extractfile(name).read()
                content = gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed
                pulled = len(packed) if content is not packed else len(gzip.compress(packed, 6))
                yield made.get("comment") or made["created_by"], pulled, len(content)

    def unpack(self, directory):
        """All its files below a new directory, their times kept."""
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        with tarfile.open(self.tar) as image:
            for name in self._layers:
                with tarfile.open(fileobj=image.extractfile(name)) as layer:
                    layer.extractall(directory, filter="tar")
        return directory

    def jars(self, root):
        """The class path of the image, which is unpacked at root."""
        return (root / "spillway/jib-classpath-file").read_text().replace("/spillway/", f"{root}/spillway/")

    def flag(self, start):
        """The rest of the entry point's one flag that starts so."""
        value, = (word.removeprefix(start) for word in self.entry_point if word.startswith(start))
        return value
