"""The command line: ``python -m checkers KIND [--json] [--lang LANG] [FILE ...]``."""

import argparse
import sys
from collections.abc import Iterator

from checkers import CHECKERS, wording


def main(arguments: list[str] | None = None) -> int:
    """Check files or standard input; 0 when every file was read, 2 for wrong usage or an unreadable file."""
    parser = argparse.ArgumentParser(
        prog="python -m checkers",
        description="Explain SMTP errors, bounces and email headers. Nothing is sent anywhere.",
    )
    parser.add_argument(
        "kind",
        choices=[*CHECKERS][1:] + [*CHECKERS][:1],
        metavar="KIND",
        help="smtp, headers, or auto to find out",
    )
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="files to check; none or - is standard input"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line, one line a file")
    parser.add_argument(
        "--lang", default="en", metavar="LANG", help="language of the texts (%(default)s), for example zh_CN"
    )
    # intermixed: "KIND --json FILE" too; argparse alone gives the empty file list to KIND and stumbles over FILE
    options = parser.parse_intermixed_args(arguments)
    files = options.files or ["-"]
    try:
        wording.in_language(options.lang)
    except LookupError:
        parser.error(f"no texts in {options.lang!r}; there are: {', '.join(wording.languages())}")
    # Reports hold any character, whatever the terminal's or the pipe's encoding is
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    status = 0
    first = True
    for name, content in _contents(files):
        if isinstance(content, OSError):
            print(f"{name}: {content.strerror or content}", file=sys.stderr)
            status = 2
            continue
        report = CHECKERS[options.kind](content)
        if options.json:
            print(report.to_json(options.lang), flush=False)
        else:
            if len(files) > 1:
                print(("" if first else "\n") + f"== {name}")
            sys.stdout.write(report.to_text(options.lang))
        first = False
    return status


def _contents(files: list[str]) -> Iterator[tuple[str, bytes | OSError]]:
    for name in files:
        try:
            if name == "-":
                yield name, sys.stdin.buffer.read()
            else:
                with open(name, "rb") as file:
                    yield name, file.read()
        except OSError as error:
            yield name, error


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        sys.exit(0)
