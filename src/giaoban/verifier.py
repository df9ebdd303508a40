"""Recheck a factsheet with nothing but the file: `python -m giaoban.verifier FILE`.

A separate small program, standard library only: it recomputes each figure, content id, seal and digest.
Exit code 0: sound, 1: not, 2: no factsheet."""
import hashlib
import json
import operator
import re
import sys
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

dump = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
RECORDS = {"observations": "obs_id", "targets": "target_version", "results": "result_id",
           "matters": "matter_id", "figures": "figure_id"}
COMPARE = {"=": operator.eq, ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
GRADES, MET = {"A": 3, "P": 2, "E": 1}, ("met", "exceeded")
SILENT, OPEN = ("not_reported", "not_applicable", "undetermined"), ("undetermined", None, None, None)
STATES = {  # of a task and of a petition: what counts as done, what is left undone, what neither
    "task": ("done_on_time done_late", "open_overdue", "open_in_time no_deadline"),
    "petition": ("settled in_progress explained out_of_remit forwarded", "open", "withdrawn")}
NOTHING = {"obs_status": "O", "verdict": "", "verdict_reason": "", "released": ""}
DAMAGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

def sha(words):
    return hashlib.sha256(words.encode()).hexdigest()
def canonical(sheet):
    """Return the one way to write a factsheet: keys sorted, one record of a list a line."""
    def lines(one):
        return "[\n" + ",\n".join(map(dump, one)) + "\n]" if one and isinstance(one, list) else dump(one)
    return "{\n" + ",\n".join(f"{dump(key)}:{lines(sheet[key])}" for key in sorted(sheet)) + "\n}\n"

def decimal(words):
    try:
        return None if words is None or not Decimal(words).is_finite() else Decimal(words)
    except InvalidOperation:
        return None
def half_up(value, places):
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
def text(value):
    return None if value is None else format(value, "f")
def last_day(released):
    return released + {4: "-12-31", 7: "-31"}.get(len(released), "")
def inside(value, interval):
    return Decimal(interval["from"]) <= value and (not interval["to"] or value < Decimal(interval["to"]))
def percent(part, whole):
    return text(half_up(Decimal(part) * 100 / Decimal(whole), 1)) if Decimal(whole) else None
def ratio(met, total):
    return {"met": met, "total": total, "missed": total - met, "share": percent(met, total)}

def measure(figure, name):
    value = figure["value"][name] if isinstance(figure["value"], dict) else figure["value"]
    is_word = figure["rule"] in ("attainment", "momentum")
    return None if value is None or value in SILENT else value if is_word else Decimal(value)

def attain(target, result, places):
    """Return verdict, rounded result, difference and percent of one result against one target."""
    status = result["obs_status"] if result else "O"
    if status == "M" or status == "O" or not (result["value"] or result["verdict"]):
        return "not_applicable" if status == "M" else "not_reported", None, None, None
    way, low = target["direction"], target["target"]
    numbers = [decimal(one) for one in (result["value"], low, target["target_to"] or low)]
    if None in numbers or way == "none" or target["op"] == "text":
        return OPEN
    value, low, high = numbers if places is None else (half_up(one, places) for one in numbers)
    above, below, is_strict = value - low, high - value, target["op"] in "<>"
    margin = {"higher": above, "lower": below, "range": min(above, below)}[way]
    bound, beyond = {"higher": (low, -below), "lower": (high, -above), "range": (0, 0)}[way]
    verdict = "not_met" if margin < 0 or (is_strict and not margin) else MET[beyond > 0 and not is_strict]
    return verdict, value, margin, half_up(100 + margin * 100 / abs(bound), 2) if bound else None

class Sheet:
    """A factsheet, indexed; records whose content does not give their id are left out of the indexes."""
    def __init__(self, sheet):
        self.sheet, self.header, self.by_id, self.damaged = sheet, sheet["header"], {}, set()
        self.made, self.found, self.faults, self.resting = defaultdict(list), defaultdict(list), [], []
        self.units = {unit["unit_key"]: unit for unit in sheet["units"]}
        self.place = {key: index for index, key in enumerate(self.units)}
        self.indicators = {one["indicator"]: one for one in sheet["indicators"]}
        for name, record in ((name, one) for part, name in RECORDS.items() for one in sheet.get(part, ())):
            true = sha(dump({key: one for key, one in record.items() if key != name}))[:16]
            if record[name] != true or true in self.by_id:
                self.damaged |= {record[name], true}
                self.faults.append(f"{self.describe(record)}: changed, or twice; its content gives id {true}")
                continue
            self.by_id[true] = record
            self.made[record.get("analysis")].append(record)
            about = tuple(record[key] for key in ("unit_key", "indicator", "period") if name == "obs_id")
            self.found[record["target_id"] if name == "result_id" else about].append(record)

    def describe(self, one):
        kind, name = next((part, name) for part, name in reversed(RECORDS.items()) if name in one)
        unit = self.units.get(one.get("unit_key"), one).get("name", one.get("unit_key"))
        about = (one.get("analysis"), unit, *(one.get(key) for key in ("target_id", "indicator", "period")))
        return f"{kind[:-1]} {one[name]} ({', '.join(str(part) for part in about if part)})"
    def inputs(self, f):
        return [self.by_id[name] for name in f["inputs"] if "figure_id" in self.by_id[name]]
    def known(self, key, rest):
        """Return the records of one key known on the day, best last, and whether others say otherwise."""
        out = [one for one in self.found[key] if last_day(one["released"]) <= self.header["as_of"]]
        cut = max((last_day(one["released"]) for one in out if one["obs_status"] not in GRADES), default="")
        def rank(one):
            day = last_day(one["released"])
            return day >= cut, GRADES.get(one["obs_status"], 0), day, one.get("estimate", "")
        def said(o):
            return o["value"] if decimal(o["value"]) is None else decimal(o["value"]), o.get("verdict")
        out.sort(key=lambda one: (rank(one), *(one[name] for name in rest)))
        is_torn = any(rank(one) == rank(out[-1]) and said(one) != said(out[-1]) for one in out)
        later = [one for one in out if last_day(one["released"]) > last_day(out[-1]["released"])]
        return out, is_torn, not is_torn and any(said(one) != said(out[-1]) for one in later)

    def observed(self, f):
        known, is_torn, is_back = self.known((f["unit_key"], f["indicator"], f["period"]), ["obs_id"])
        chosen = {} if is_torn else known[-1]
        w = {name: chosen.get(name, "") for name in ("obs_status", "estimate")} | {"regressed": is_back}
        w |= {"as_of": self.header["as_of"], "chosen": chosen.get("obs_id", ""), "contradicted": is_torn}
        return {"value": chosen.get("value"), "working": w, "inputs": [o["obs_id"] for o in known]}

    def attainment(self, f):
        target, indicator = self.by_id[f["target_version"]], self.indicators.get(f["indicator"])
        known, torn, back = self.known(f["target_id"], ["value", "source", "verdict", "verdict_reason"])
        ends = [-Decimal(one).as_tuple().exponent for one in (target["target"], target["target_to"]) if one]
        places = max(indicator["decimals"], *ends) if indicator and ends else None
        last, subs = known[-1] if known else NOTHING, self.inputs(f)
        earlier = [r for r in known if last_day(r["released"]) < last_day(last["released"])]
        verdict, value, margin, share = OPEN if torn else attain(target, last, places)
        said, why = ("", "") if torn else (last["verdict"], last["verdict_reason"])
        is_bare = bool(said) and not why and verdict not in (said, "undetermined", "not_reported")
        stands = said if said and not is_bare else verdict
        before = earlier[-1]["verdict"] or attain(target, earlier[-1], places)[0] if earlier else ""
        moved = {("not_met", m): "recovered" for m in MET} | {(m, "not_met"): "fell_below" for m in MET}
        late = "late" if last_day(last["released"]) > self.header["reporting_deadline"] else "on_time"
        composite = [{"target_id": p["target_id"], "weight": self.by_id[p["target_version"]]["weight"],
                      "percent": p["working"]["percent"]} for p in subs]
        parts = [(Decimal(p["weight"] or 0), decimal(p["percent"])) for p in composite]
        if weights := sum(weight for weight, _ in parts):
            capped = [None if one is None else weight * min(one, Decimal(100)) for weight, one in parts]
            share = None if None in capped else half_up(sum(capped) / weights, 2)
        working = {
            **{name: target[name] for name in ("op", "direction", "target", "target_to", "counts", "number")},
            "result": last.get("value"), "precision": places, "rounded_result": text(value),
            "difference": text(margin), "percent": text(share), "composite": composite, "computed": verdict,
            "confirmed": said, "reason": why, "unreasoned": is_bare, "contradicted": torn,
            "previous": before, "movement": moved.get((before, stands), ""), "regressed": back,
            "reported": {"O": "not_reported", "M": "not_applicable"}.get(last["obs_status"], late)}
        rests = [f["target_version"], *(r["result_id"] for r in known), *(p["figure_id"] for p in subs)]
        return {"value": stands, "verdict": stands, "working": working, "inputs": rests}

    def tally(self, f):
        made = self.made[self.inputs(f)[0]["analysis"]]
        rows = [a for a in made if a["unit_key"] == f["unit_key"] and a["working"]["counts"]]
        n = Counter(a["value"] for a in rows)
        value = ratio(n["met"] + n["exceeded"], len(rows) - n["not_applicable"])
        value |= {name: n[name] for name in ("exceeded", *SILENT)}
        return {"value": value, "inputs": [a["figure_id"] for a in rows]}

    def counted(self, f):
        """Return how many matters of the last conference are in each state; the proofreader knows why."""
        rows = [one for one in self.sheet["matters"] if one["kind"] == f["working"]["matter"]]
        n, parts = Counter(one["state"] for one in rows), STATES[f["working"]["matter"]]
        done, left = (sum(n[name] for name in part.split()) for part in parts[:2])
        value = ratio(done, done + left) | {name: n[name] for part in parts for name in part.split()}
        return {"value": value | {"count": len(rows)}, "inputs": [one["matter_id"] for one in rows]}

    def derive(self, f):
        """Return what a figure made of one or two others, or of a series, must hold."""
        rests, rule, w = self.inputs(f), f["rule"], {}
        values = [one["value"] for one in rests]
        if rule in ("paired", "aftermath"):
            value = values[0] if values else None
        elif rule == "share":
            value, w = percent(*values), {"part": values[0], "total": values[1]}
        elif rule == "reported_tally":
            value = None if None in values else ratio(*(int(Decimal(one)) for one in values))
        elif rule == "disagreement":
            value = [{"analysis": one["analysis"], "figure_id": one["figure_id"],
                      "met": one["value"]["met"], "total": one["value"]["total"]} for one in rests]
        elif rule == "quantifier":
            w = {name: rests[0]["working"][name] for name in ("count", "reported", "of")}
            part, listed = Decimal(w["count"]) / (w["reported"] or 1), self.header["quantifiers"]
            value = next((q["quantifier"] for q in listed if w["reported"] and inside(part, q)), None)
        elif rule == "momentum":
            numbers = [Decimal(one) for one in values]
            steps = {(b > a) - (b < a) for a, b in zip(numbers, numbers[1:], strict=False)}
            value = {1: "rising", -1: "falling", 0: "flat"}[steps.pop()] if len(steps) == 1 else "mixed"
            w = {"periods": [one["period"] for one in rests], "values": values}
        else:
            new, old = map(Decimal, values)
            relative = half_up((new - old) * 100 / abs(old), 2) if old else None
            is_rate = self.indicators[f["indicator"]]["kind"] in ("growth", "ratio", "index")
            value = text(new - old if is_rate or rests[0]["unit_measure"] == "PCT" else relative)
            w = {"from": values[1], "to": values[0], "difference": text(new - old), "percent": text(relative),
                 "from_period": rests[1]["period"], "to_period": rests[0]["period"]}
        return {"value": value, "working": w}

    def compare(self, f):
        """Return what a comparison must hold: a ranking, bands, a list, an extreme, a range or a sum."""
        w, rule, rival, working = f["working"], f["rule"], f["working"].get("threshold_figure"), {}
        given = [one for one in self.inputs(f) if one["figure_id"] != rival]
        whole = self.made[given[0]["analysis"]] if given else []
        same = [one for one in whole if len(whole) == len(given) or one["indicator"] == f["indicator"]]
        has = {one["figure_id"]: one for one in same}
        unit = {key: one["unit_key"] for key, one in has.items()}
        own = {key: measure(one, w["measure"]) for key, one in has.items()}
        own = {key: one for key, one in own.items() if one is not None}
        units = {unit[key] for key in own}
        ends = {"lowest": min(own.values(), default=None), "highest": max(own.values(), default=None)}
        at = {which: [unit[key] for key, one in own.items() if one == end] for which, end in ends.items()}
        best = {which: None if end is None else str(end) for which, end in ends.items()}
        def order(keys, way, by):
            keys = sorted(keys, key=lambda key: (self.place[unit[key]], has[key]["target_id"]))
            return keys if way == "code" else sorted(keys, key=by.__getitem__, reverse=way == "descending")
        if rule == "ranking":
            values = sorted(own.values(), reverse=w["order"] != "ascending")
            value = [{"unit_key": unit[key], "measure": str(own[key]), "tied": values.count(own[key]),
                      "rank": 1 + values.index(own[key])} for key in order(own, w["order"], own)]
            working = {"tie_rule": self.header["tie_rule"]}
        elif rule == "banding":
            keys = order(own, "descending", own)
            value = [{**band, "unit_keys": [unit[key] for key in keys if inside(own[key], band)]}
                     for band in self.header["bands"]]
        elif rule == "list":
            limit = self.by_id[rival]["value"] if rival else w["threshold"]
            bound = Decimal(limit) if limit and any(type(one) is Decimal for one in own.values()) else limit
            keys = [key for key, one in own.items() if limit is not None and COMPARE[w["op"]](one, bound)]
            keys = order(keys, w["order"], {key: measure(has[key], w["by"]) for key in keys})
            points = [{"unit_key": unit[key], "figure_id": key, "measure": str(own[key])} for key in keys]
            value = [*dict.fromkeys(unit[key] for key in keys)]
            working = {"threshold": limit, "points": points, "count": len(value)}
        elif rule == "extreme":
            value, working = at[w["which"]], {"extreme": best[w["which"]]}
        elif rule == "range":
            value, working = best if own else None, {f"{which}_units": at[which] for which in at}
        else:
            value = text(sum(own.values(), Decimal(0))) if own else None
        of = 1 if units == {self.header["country_unit"]} else len(self.units) - 1
        return {"value": value, "working": {**working, "reported": len(units), "of": of},
                "inputs": [*has, *([rival] if rival else [])]}
    paired = share = reported_tally = disagreement = quantifier = momentum = change = aftermath = derive
    ranking = banding = list = extreme = range = sum = compare

    def recheck(self, f):
        try:
            expected, rests = getattr(self, f["rule"])(f), [self.by_id[name] for name in f["inputs"]]
            dated = [one.get("released", one.get("vintage", "")) for one in rests]
            expected["vintage"] = max(dated, key=last_day, default="")
            expected["sources"] = sorted({one["source"] for one in rests if "source" in one})
            expected["working"] = {**f["working"], **expected.get("working", {})}
        except DAMAGE as fault:
            expected = {"value": f"nothing ({fault!r})"}
        for name, own in ((name, own) for name, own in expected.items() if f.get(name) != own):
            self.faults.append(f"{self.describe(f)}: {name} is {f.get(name)!r}, its inputs give {own!r}")

    def check(self, readers):
        """Return every fault: what was changed first, what `readers` find, then what rests on a change."""
        seals = self.sheet.get("parts", {}).items()
        broken = [part for part, seal in seals if sha(dump(self.sheet[part]))[:16] != seal]
        is_bent, made = not {"header", "units", "indicators"}.isdisjoint(broken), defaultdict(list)
        for f in self.sheet["figures"]:
            made[f["analysis"]].append(f["figure_id"])
            if f["figure_id"] not in self.damaged and not self.damaged.isdisjoint(f["inputs"]):
                self.damaged.add(f["figure_id"])
                self.resting.append(f"rests on what was changed: {self.describe(f)}")
            elif f["figure_id"] not in self.damaged and not is_bent:
                self.recheck(f)
        for name, listed in self.sheet["analyses"].items():
            self.faults += [f"analyses/{name}: {one} is not in both" for one in {*listed} ^ {*made[name]}]
        self.faults += [] if is_bent else [fault for read in readers for fault in read(self)]
        return self.faults + [f"{one}: this part is not as it was sealed" for one in broken] + self.resting

def check(path, *readers):
    """Return in words what is wrong with the factsheet; ValueError if it is none. Readers see it too."""
    try:
        words = Path(path).read_bytes().decode()
        # A changed digit can make a number begin with 0, which JSON does not know: read on, it will not fit.
        sheet = json.loads(re.sub(r'(?<=":)0+(?=\d)', "", words))
        faults = Sheet(sheet).check(readers)
        audit = {**sheet.get("audit", {}), "digest": sheet.get("digest")}
        is_bound = "audit" not in sheet or audit.pop("seal") == sha(dump(audit))[:16]
    except (OSError, *DAMAGE) as fault:
        raise ValueError(f"{path} cannot be read as a factsheet: {type(fault).__name__}: {fault}") from fault
    faults += ["audit: the head of the chain is not as it was sealed to this digest"] * (not is_bound)
    digest = sha(canonical({key: sheet[key] for key in sheet if key not in ("audit", "digest")}))
    is_sealed = digest == sheet.get("digest") and words == canonical(sheet)
    return faults + [f"digest: {sheet.get('digest')}, the content gives {digest}"] * (not is_sealed)

def main(argv):
    """Print what is wrong with the file that is named; return the exit code."""
    try:
        faults = check("".join(argv[:1]))
    except ValueError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    sys.stdout.write("\n".join(faults or ["Every figure recomputes; the file is as it was sealed."]) + "\n")
    return 1 if faults else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
