"""Find out why an email from or to Odoo did not arrive: read errors, bounces and headers, explain them.

>>> import checkers
>>> checkers.check("550 5.1.1 <li.na@example.com>: User unknown").to_dict()["failures"][0]["reason"]
'unknown-mailbox'
"""

from checkers import headers, smtp
from checkers.report import Report

_COMPOUND_FILE = bytes.fromhex("D0CF11E0A1B11AE1")  # MS-CFB section 2.2: an Outlook .msg file

__all__ = ["CHECKERS", "check", "headers", "smtp"]


def check(source: str | bytes) -> Report:
    """The report on ``source`` by the checker that fits it. Any input gives a report; nothing is raised."""
    if isinstance(source, bytes | bytearray) and source.startswith(_COMPOUND_FILE):
        found = headers.check(source)
        return found.bounce if found.bounce is not None else found
    report = smtp.check(source)
    if report.failures or report.about_delivery:
        return report
    found = headers.check(source)
    return found if found.is_message else report


CHECKERS = {"auto": check, "smtp": smtp.check, "headers": headers.check}
