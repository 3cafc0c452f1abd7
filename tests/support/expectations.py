"""What a test that is a plain program counts. It ends with `N passed, N failed`, which the harness adds up.

    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
    from expectations import expect, finish
    expect(got == wanted, f"{name}: {got} instead of {wanted}")
    finish()
"""
import sys

_counts = {True: 0, False: 0}


def expect(holds, what):
    _counts[bool(holds)] += 1
    if not holds:
        print("FAILED:", what)


def finish():
    print(f"{_counts[True]} passed, {_counts[False]} failed")
    sys.exit(1 if _counts[False] else 0)
