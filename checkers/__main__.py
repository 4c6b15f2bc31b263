"""The command line: ``python -m checkers KIND [--json] [--lang LANG] [FILE ...]``.

With ``headers`` also ``--redact`` (the headers with names, addresses and ids masked instead of a report) and
``--compare`` (what differs between two messages).
"""

import argparse
import json
import sys
from collections.abc import Iterator

from checkers import CHECKERS, headers, wording


def main(arguments: list[str] | None = None) -> int:
    """Check files or standard input; 0 when every file was read, 2 for wrong usage or an unreadable file."""
    parser = _parser()
    # intermixed: "KIND --json FILE" too; argparse alone gives the empty file list to KIND and stumbles over FILE
    options = parser.parse_intermixed_args(arguments)
    files = options.files or ["-"]
    if (options.redact or options.compare) and options.kind != "headers":
        parser.error(f"{'--redact' if options.redact else '--compare'} goes with headers only")
    if options.compare and len(files) != 2:
        parser.error("--compare needs two files")
    try:
        wording.in_language(options.lang)
    except LookupError:
        parser.error(f"no texts in {options.lang!r}; there are: {', '.join(wording.languages())}")
    # Reports hold any character, whatever the terminal's or the pipe's encoding is
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return _compare(files, options) if options.compare else _check_all(files, options)


def _parser() -> argparse.ArgumentParser:
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
    only_headers = parser.add_mutually_exclusive_group()
    only_headers.add_argument(
        "--redact",
        action="store_true",
        help="with headers: a copy for a support ticket instead of a report, with people, hosts, IPs and ids masked",
    )
    only_headers.add_argument(
        "--compare",
        action="store_true",
        help="with headers: what differs between two messages, first the one that arrived, then the one that did not",
    )
    return parser


def _check_all(files: list[str], options: argparse.Namespace) -> int:
    """Print the report on each file, or its redacted copy; the exit status."""
    status = 0
    first = True
    for name, content in _contents(files):
        if isinstance(content, OSError):
            status = _complain(name, content)
            continue
        report = CHECKERS[options.kind](content)
        if options.json:
            print(_redacted_json(report) if options.redact else report.to_json(options.lang), flush=False)
        else:
            if len(files) > 1:
                print(("" if first else "\n") + f"== {name}")
            sys.stdout.write(report.redacted() if options.redact else report.to_text(options.lang))
        first = False
    return status


def _compare(files: list[str], options: argparse.Namespace) -> int:
    """Print what differs between two files; 2 where one of them cannot be read."""
    contents = dict(enumerate(_contents(files)))
    failed = [(name, content) for name, content in contents.values() if isinstance(content, OSError)]
    for name, error in failed:
        _complain(name, error)
    if failed:
        return 2
    found = headers.compare(contents[0][1], contents[1][1])
    if options.json:
        print(found.to_json(options.lang), flush=False)
    else:
        for mark, (name, _) in zip("AB", contents.values(), strict=True):
            print(f"{mark}: {name}")
        sys.stdout.write("\n" + found.to_text(options.lang))
    return 0


def _complain(name: str, error: OSError) -> int:
    print(f"{name}: {error.strerror or error}", file=sys.stderr)
    return 2


def _redacted_json(report: headers.HeadersReport) -> str:
    return json.dumps({"kind": "headers-redacted", "text": report.redacted()}, ensure_ascii=False)


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
