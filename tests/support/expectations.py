"""What a test that is a plain program counts. It ends with `N passed, N failed[, N skipped]`, which the harness adds up.

    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
    from expectations import expect, finish
    expect(got == wanted, f"{name}: {got} instead of {wanted}")
    skip("no server here: PROGRAM is not installed")   # and why; counts as skipped
    finish()
"""
import sys

_counts = {True: 0, False: 0}
_skipped = 0


def expect(holds, what):
    _counts[bool(holds)] += 1
    if not holds:
        print("FAILED:", what)


def skip(why):
    global _skipped
    _skipped += 1
    print("SKIPPED:", why)


def finish():
    print(f"{_counts[True]} passed, {_counts[False]} failed" + (f", {_skipped} skipped" if _skipped else ""))
    sys.exit(1 if _counts[False] else 0)
