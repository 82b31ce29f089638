"""What headless Chromium makes of the report: python3 check.py CHROMIUM REPORT.html...

Asks of each page, at 1200 and 400 pixels, in light and in dark: no message in the console, no request, no page that
scrolls sideways, the answer on the first screen, and dark and light colours where they belong.
"""

import sys

from chromium import Chromium

WIDE, NARROW, HEIGHT = 1200, 400, 800

# The lowest edge of an element on the page, or null.
BOTTOM = "(() => {{ const e = document.querySelector('{}'); return e && e.getBoundingClientRect().bottom; }})()"

# Relative luminance of the page's background, 0 black to 255 white, near enough to tell them apart.
GROUND = "getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0) / 3"

# Headings that skip a level, drawings without a name, cells of a header without scope, links that lead elsewhere.
STRUCTURE = """(() => {
  const found = [];
  let last = 0;
  for (const e of document.querySelectorAll('h1,h2,h3,h4')) {
    const level = Number(e.tagName[1]);
    if (level > last + 1) found.push('heading skips a level: ' + e.textContent);
    last = level;
  }
  if (document.querySelectorAll('h1').length !== 1) found.push('not one h1');
  for (const e of document.querySelectorAll('svg')) if (!e.getAttribute('aria-label')) found.push('drawing without a name');
  for (const e of document.querySelectorAll('table')) if (!e.getAttribute('aria-label')) found.push('table without a name');
  for (const e of document.querySelectorAll('th')) if (!e.getAttribute('scope')) found.push('th without scope: ' + e.textContent);
  for (const e of document.querySelectorAll('[href],[src]')) {
    const to = e.getAttribute('href') || e.getAttribute('src');
    if (!/^charts\\/[a-z-]+\\.csv$/.test(to)) found.push('link leads elsewhere: ' + to);
  }
  return found;
})()"""

# Text of drawings that leaves its drawing, or covers another text of the same drawing.
DRAWN = """(() => {
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0) continue;
    const boxes = [...svg.querySelectorAll('text')].map(e => [e.textContent, e.getBoundingClientRect()]);
    for (const [text, box] of boxes)
      if (box.left < frame.left - 2 || box.right > frame.right + 2) found.push(svg.getAttribute('aria-label') + ': "' + text + '" is cut');
    for (let i = 0; i < boxes.length; i++)
      for (let j = 0; j < i; j++) {
        const [a, b] = [boxes[i][1], boxes[j][1]];
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 2 && high > 5) found.push(svg.getAttribute('aria-label') + ': "' + boxes[i][0] + '" covers "' + boxes[j][0] + '"');
      }
  }
  return found;
})()"""

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN = "document.querySelectorAll('details').forEach(e => e.open = true)"

# Tables that are wider than their box, and do not keep their first column or show no hint.
TABLES = """(() => {
  const found = [];
  for (const box of document.querySelectorAll('.scroll')) {
    if (box.scrollWidth <= box.clientWidth + 1) continue;
    const name = box.getAttribute('aria-label');
    const hint = box.previousElementSibling;
    if (!hint || !hint.classList.contains('hint') || getComputedStyle(hint).display === 'none') found.push('no hint: ' + name);
    box.scrollLeft = 200;
    const first = box.querySelector('tbody th');
    if (first && Math.abs(first.getBoundingClientRect().left - box.getBoundingClientRect().left) > 1) found.push('first column leaves: ' + name);
    box.scrollLeft = 0;
  }
  return found;
})()"""


def check(browser, path):
    found = []

    def expect(holds, text):
        if not holds:
            found.append(text)

    for width in (WIDE, NARROW):
        for scheme in ("light", "dark"):
            place = f"{width} px, {scheme}"
            browser.open(path, width, HEIGHT, scheme)
            answer = browser.value(BOTTOM.format(".answer strong"))
            expect(answer is not None and answer <= HEIGHT, f"{place}: the answer ends at {answer}")
            if width == WIDE and browser.value("document.querySelector('.first') !== null"):
                picture = browser.value(BOTTOM.format(".first svg"))
                expect(picture is not None and picture <= HEIGHT, f"{place}: the picture ends at {picture}")
            browser.value(OPEN)
            expect(browser.value(OVERFLOW) <= 0, f"{place}: the page scrolls sideways")
            ground = browser.value(GROUND)
            expect(ground > 200 if scheme == "light" else ground < 60, f"{place}: background of {ground}")
            found += [f"{place}: {text}" for text in browser.value(TABLES)]
            if width == WIDE:
                found += [f"{place}: {text}" for text in browser.value(DRAWN) + browser.value(STRUCTURE)]
            found += [f"{place}: {text}" for text in browser.complaints()]
    browser.open(path, WIDE, HEIGHT, "dark", media="print")
    expect(browser.value(GROUND) > 200, "print is dark")
    return found


def main():
    browser = Chromium(sys.argv[1])
    failed = False
    try:
        for path in sys.argv[2:]:
            found = check(browser, path)
            failed = failed or bool(found)
            print(f"{'FAILED' if found else 'ok'}: {path}")
            for text in found:
                print("  " + text)
    finally:
        browser.close()
    sys.exit(1 if failed else 0)


main()
