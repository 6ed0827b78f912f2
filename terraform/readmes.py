"""Writes the tables of inputs and outputs into the modules' READMEs, from their variables and outputs.

python3 readmes.py            writes them
python3 readmes.py --check    says which are not as they should be, and ends with status 1
"""

import pathlib
import re
import sys

BEGIN, END = "<!-- inputs and outputs: written by readmes.py -->", "<!-- end -->"
HERE = pathlib.Path(__file__).parent


def blocks(path, kind):
    """The blocks of one kind in a file: their names and their texts."""
    if not path.exists():
        return []
    text = path.read_text()
    return re.findall(rf'^{kind} "([^"]+)" {{\n(.*?)^}}', text, re.M | re.S)


def argument(body, name):
    """What an argument of a block says, on one line; None where it isn't there."""
    found = re.search(rf"^  {name} += (.*(?:\n(?:   |  [}}\])]).*)*)", body, re.M)
    return re.sub(r"\s+", " ", found.group(1)) if found else None


def cell(text):
    return text.replace("|", "\\|")


def described(body):
    return cell(argument(body, "description").strip('"').replace('\\"', '"'))


def tables(module):
    lines = ["| input | type | default | |", "|---|---|---|---|"]
    for name, body in blocks(module / "variables.tf", "variable"):
        default = argument(body, "default")
        shown = "required" if default is None else f"`{cell(default)}`"
        lines.append(f"| `{name}` | `{cell(argument(body, 'type'))}` | {shown} | {described(body)} |")
    lines += ["", "| output | |", "|---|---|"]
    for name, body in blocks(module / "outputs.tf", "output"):
        lines.append(f"| `{name}` | {described(body)} |")
    return "\n".join(lines)


def main():
    wrong = []
    for module in sorted((HERE / "modules").iterdir()):
        readme = module / "README.md"
        text = readme.read_text()
        head, _, rest = text.partition(BEGIN)
        _, _, tail = rest.partition(END)
        wanted = f"{head}{BEGIN}\n\n{tables(module)}\n\n{END}{tail}"
        if wanted != text:
            wrong.append(str(readme.relative_to(HERE)))
            if "--check" not in sys.argv:
                readme.write_text(wanted)
    if wrong and "--check" in sys.argv:
        sys.exit(f"Not as the modules are: {', '.join(wrong)}. Run python3 terraform/readmes.py.")


main()
