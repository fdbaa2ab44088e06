"""Make docs/words.md from the `Words:` lines of the modules. With --check: exit 1 when it is behind."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/words.md"
WORD = re.compile(r"\*([A-Za-z][\w \-]*)\* ([\u4e00-\u9fff][^\s;,.]*)([^;]*)")
HEAD = """# One word for one thing

In Chinese, in English and in code. Made by `python tools/words.py` from the modules' own `Words:` lines.

| module | word | 中文 | meaning |
|---|---|---|---|
"""


def rows() -> list[str]:
    """A line for each word, in the order of the modules' names."""
    found = []
    for file in sorted((ROOT / "src/bihuan").glob("*/__init__.py")):
        said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        _, _, words = said.partition("Words:")
        for clause in " ".join(words.split()).split(";"):
            for word, chinese, meaning in WORD.findall(clause):
                sentence = meaning.split("*")[0].strip(" .,")
                found.append(f"| {file.parent.name} | **{word}** | {chinese} | {sentence} |")
    return found


def main() -> None:
    """Write the page, or say that it is behind."""
    page = HEAD + "\n".join(rows()) + "\n"
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page else "docs/words.md is behind")
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
