"""python -m rhofield report RUN.json -o report.html"""

from __future__ import annotations

import sys

from . import report

COMMANDS = {"report": report.main}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        print(f"usage: python -m rhofield {{{','.join(COMMANDS)}}} ...   (add --help)", file=sys.stderr)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    return COMMANDS[arguments[0]](arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
