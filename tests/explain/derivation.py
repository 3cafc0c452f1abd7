"""Recomputes a derivation of `ratebook explain --json` in exact fractions. Shares nothing with the engine; a step that does not hold raises
AssertionError."""
import collections
import re
from fractions import Fraction

ARITHMETIC = collections.Counter()  # how many steps of each kind were computed again
NUMBER = r"(-?[\d.]+)"
ROUND = re.compile(rf"round (half up|half even|up|down) (?:-?[\d.]+…? \S+ )?to {NUMBER}")


def fraction(text):
    return Fraction(text)


def rounded(value, mode, step):
    steps = abs(value) / step
    whole = steps.numerator // steps.denominator
    rest = steps - whole
    if mode == "up":
        whole += rest > 0
    elif mode == "half up":
        whole += rest >= Fraction(1, 2)
    elif mode == "half even":
        whole += rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)
    return (whole if value >= 0 else -whole) * step


def printed(value):
    """As files show a number: exactly when it ends within 9 decimals, else half even to 6."""
    for decimals in range(10):
        if (value * 10**decimals).denominator == 1:
            return value, decimals
    return rounded(value, "half even", Fraction(1, 10**6)), 6


def is_printed_as(value, text):
    shown, decimals = printed(value)
    digits = len(text.partition(".")[2])
    return Fraction(text) == shown and digits <= decimals


def need(holds, what):
    assert holds, what


class Derivation:
    """One cycle's derivation; `readings` are the account's sums of readings by channel, from the usage files."""

    def __init__(self, json, readings):
        self.json, self.readings = json, readings
        self.measures = collections.defaultdict(list)
        for measure in json["measures"]:
            self.measures[measure["name"]].append(measure)

    def check_measures(self):
        for measure in self.json["measures"]:
            children = measure.get("from", [])
            if "text" not in measure:
                need(len(children) == 1 and children[0]["exact"] == measure["exact"], measure["name"])
            elif measure["text"].startswith("round"):
                self.check_rounded(measure, children)
            for child in children:
                self.check(child)

    def check_rounded(self, node, children):
        mode, step = ROUND.match(node["text"]).groups()
        exact, step = fraction(node["exact"]), Fraction(step)
        numbers = [fraction(c["exact"]) for c in children if "exact" in c]
        if [c.get("name") for c in children] == ["usage", "reactive"]:  # a power factor: compared by its square
            active, reactive = numbers
            square = active**2 / (active**2 + reactive**2)
            need(mode == "half up" and (exact - step / 2) ** 2 <= square < (exact + step / 2) ** 2, f"power factor {exact}")
            ARITHMETIC["power factor"] += 1
        else:
            need(len(numbers) == 1 and rounded(numbers[0], mode, step) == exact, f"{node}")
            ARITHMETIC["rounded"] += 1

    def check(self, node):
        """The step and all below it."""
        children, kind = node.get("from", []), node.get("operation")
        for child in children:
            self.check(child)
        if "exact" not in node:
            return
        exact = fraction(node["exact"])
        numbers = [fraction(c["exact"]) for c in children if "exact" in c]
        result = None
        if kind in ("add", "subtract", "multiply", "divide"):
            a, b = numbers
            result = {"add": a + b, "subtract": a - b, "multiply": a * b, "divide": a / b if b else None}[kind]
        elif kind == "negate":
            result = -numbers[0]
        elif kind in ("largest", "smallest"):
            result = max(numbers) if kind == "largest" else min(numbers)
        elif kind in ("call", "arms"):
            result = fraction(children[-1]["exact"])
        elif kind == "rounded":
            return self.check_rounded(node, children)
        elif kind == "history":  # of the scripts at hand: the highest, missing cycles as 0
            result = max(numbers + [Fraction(0)])
        elif kind == "measure" and "text" not in node:
            mine = [m for name, all_of in self.measures.items() if name == node["name"] or name.startswith(node["name"] + ".") for m in all_of]
            need(any(m["exact"] == node["exact"] for m in mine), f"{node['name']} is none of its measures")
            ARITHMETIC["measure"] += 1
            return
        elif kind == "quantity" and node["name"] in self.readings and self.is_whole(node):
            result = self.readings[node["name"]]
        elif kind in ("constant", "value", "table", "fact") and not node["value"].endswith("%"):
            number = re.match(NUMBER, node["value"])
            if number and not re.search(r"\b(c|Wh|MWh|year)\b", node["value"]) and "…" not in node["value"]:
                result = Fraction(number.group(1))
        if result is not None:
            need(result == exact, f"{kind} is {result}, not {exact}: {node}")
            ARITHMETIC[kind] += 1

    def is_whole(self, node):
        """A total over the cycle: not of a part, which other facts than the readings decide."""
        return not self.json["is_cut"]

    def check_row(self, row, amounts_above):
        """A row against what it was made from. `amounts_above`: sum of the amounts of each line of the bill."""
        billed, exact = row["billed"], fraction(row["exact"])
        unrounded = fraction(row["unrounded"])
        form = row
        if row.get("text", "").startswith("round "):
            mode, step = ROUND.match(row["text"]).groups()
            (form,) = row["from"]
            need(rounded(unrounded, mode, Fraction(step)) == exact, f"{unrounded} is not rounded to {exact}")
            need(fraction(form["exact"]) == unrounded, "what is rounded is not the unrounded amount")
            ARITHMETIC["row rounded"] += 1
        else:
            need(unrounded == exact, "an amount that nothing rounds")
        children = form.get("from", [])
        for child in children:
            self.check(child)
        steps = [c for c in children if "operation" in c]
        base = [c for c in children if "operation" not in c]
        for line in base:
            need(fraction(line["exact"]) == amounts_above.get(line["name"], 0), f"{line['name']} is not {line['exact']} on the bill")
        days = re.search(rf", {NUMBER} of {NUMBER} days$", form["text"])
        factor = Fraction(days.group(1)) / Fraction(days.group(2)) if days else Fraction(1)
        kind = billed["rule"].split()[0]
        sign = -1 if kind in ("discount", "waiver", "credit") else 1
        if kind in ("minimum", "maximum"):
            self.check_bound(form, kind, steps, base, unrounded / factor)
        elif base or " of " in form["text"].split(",")[0] or " included in " in form["text"]:
            self.check_share(row, form, steps, base, sign, factor)
        else:
            self.check_priced(row, form, steps, sign, factor)

    def check_bound(self, form, kind, steps, base, unrounded):
        bound, sum_of_base = sum(fraction(c["exact"]) for c in steps), sum(fraction(c["exact"]) for c in base)
        need(unrounded == bound - sum_of_base, f"{kind}: {bound} - {sum_of_base} is not {unrounded}")
        need((unrounded > 0) == (kind == "minimum"), kind)
        ARITHMETIC[kind] += 1

    def check_share(self, row, form, steps, base, sign, factor):
        percent, quantity = fraction(row["price"]) / 100, fraction(row["quantity"])
        (share,) = steps
        need(fraction(share["exact"]) == percent, f"the share is {share['exact']}, not {percent}")
        billed = row["billed"]
        days = Fraction(days_of(billed["part_from"], billed["part_through"]), days_of(billed["from"], billed["through"]))
        need(quantity == sum(fraction(c["exact"]) for c in base) * days * factor, f"the base is {quantity}")
        included = " included in " in form["text"]
        amount = quantity * percent / (1 + percent) if included else quantity * percent
        need(sign * amount == fraction(row["unrounded"]), f"{percent} of {quantity} is not {row['unrounded']}")
        ARITHMETIC["included share" if included else "share"] += 1

    def check_priced(self, row, form, steps, sign, factor):
        quantity, price, unrounded = fraction(row["quantity"]), fraction(row["price"]), fraction(row["unrounded"])
        unit, price_unit = row["billed"]["unit"], row["billed"]["price_unit"]
        money = Fraction(1, 100) if price_unit == f"c/{unit}" else Fraction(1)
        need(price_unit in (f"c/{unit}", f"{row['billed']['currency']}/{unit}"), f"{price_unit} times {unit}")
        need(sign * quantity * price * money == unrounded, f"{quantity} × {price} is not {unrounded}")
        if len(steps) == 1 and steps[0]["operation"] in ("multiply", "add", "subtract"):
            need(sign * fraction(steps[0]["exact"]) * factor == unrounded, "the expression is not the amount")
            ARITHMETIC["expression"] += 1
            return
        need(fraction(steps[-1]["exact"]) == price * money, "the price is not the one that was read")
        taken = [c for c in steps[:-1] if c["operation"] == "quantity"]
        limits = steps[len(taken):-1]
        tier = row["name"].partition("@")[0].split(".")[-1]
        if not limits:
            need(sum(fraction(c["exact"]) for c in taken) * factor == quantity, "the quantity is not the one that was read")
            ARITHMETIC["priced"] += 1
        elif len(taken) == 1 and len(limits) == 1:  # two tiers
            all_of, limit = fraction(taken[0]["exact"]), fraction(limits[0]["exact"])
            first = tier in ("tier_1", "low")
            need(quantity == (min(all_of, limit) if first else all_of - min(all_of, limit)), f"{tier}: {quantity} of {all_of} at {limit}")
            ARITHMETIC["tier"] += 1


def days_of(begin, end):
    import datetime

    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(begin)).days + 1
