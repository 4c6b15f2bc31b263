"""Engines other than Playwright's Chromium, as Debian packages them: Firefox by WebDriver BiDi, WebKitGTK by WebDriver.

Playwright drives browsers that it has patched and downloads itself; these are what people run. Both drivers give the
same few things that a test needs (``page.py``).
"""
