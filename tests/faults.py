"""`make faults`: runs of the brief that are disturbed on purpose; an edition must come out whole or stay as it was.

Each trial starts from a folder that holds an earlier edition, and runs the command for another scenario in a process of
its own. What is left is compared byte for byte. Needs root, since full and read-only disks are small mounts.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from importlib import import_module
from pathlib import Path

from analysis.runner.cache import own_fonts
from tests.command import files
from tests.fault_kinds import DRAWS, EARLIER, FAULTS, KEPT, LATER, NEW, Trial, ended


def standing(trial: Trial, earlier: dict[str, bytes], later: dict[str, bytes]) -> str:
    """What the folder of the edition holds."""
    found = files(trial.edition) if trial.edition.is_dir() else {}
    return KEPT if found == earlier else NEW if found == later else "half-written"


def left_over(trial: Trial) -> list[str]:
    """What a run left beside its edition and in the folder of temporary files."""
    beside = [path.name for path in trial.edition.parent.iterdir() if path != trial.edition]
    return sorted([*beside, *(path.name for path in (trial.place / "temporary").iterdir())])


def judged(name: str, number: int, made: Path, seed: int, usual: float) -> dict[str, object]:
    """Run one trial and say what came of it: what stands, and everything that is wrong, which should be nothing."""
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as place:
        trial = Trial(Path(place) / "trial")
        shutil.copytree(made / "notebooks", trial.place / "notebooks", dirs_exist_ok=True)
        shutil.copytree(made / "earlier", trial.edition)
        remember_as(trial, trial.edition)
        code, expected = FAULTS[name](trial, random.Random(f"{seed} {number}"), usual)
        found = standing(trial, files(made / "earlier"), files(made / "later"))
        wrong = [] if found in expected else [f"{found}, expected {' or '.join(sorted(expected))}"]
        said = (trial.place / "said.txt").read_text(encoding="utf-8") if (trial.place / "said.txt").exists() else ""
        if "Traceback" in said:
            wrong.append("it printed a traceback")
        if name != "killed":
            if (code == 0) != (found == NEW):
                wrong.append(f"it ended with {code}")
            if left := left_over(trial):
                wrong.append(f"it left {left}")
        elif any(path.name not in (".edition.new", ".edition.lock") for path in trial.edition.parent.glob(".*")):
            wrong.append(f"it left {left_over(trial)}")
        return {"fault": name, "stands": found, "code": code, "wrong": wrong, "said": said if wrong else ""}


def remember_as(trial: Trial, edition: Path) -> None:
    """A record of the earlier edition, as its own run would have left it."""
    from analysis.runner import cache

    usual, cache.CACHE = cache.CACHE, trial.place / "cache"
    cache.remember(edition, "earlier", cache.folder_for(cache.RECORDS))
    cache.CACHE = usual


def main() -> None:
    """Run trials, every fault in turn, and print what came of them. Ends with 1 if an edition was ever half-written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with own_fonts(), tempfile.TemporaryDirectory(prefix="faults-") as place:
        made, usual = prepared(Path(place))
        names = list(FAULTS)
        random.Random(asked.seed).shuffle(names)
        results = [judged(names[n % len(names)], n, made, asked.seed, usual) for n in range(asked.trials)]
    wrong = [one for one in results if one["wrong"]]
    if asked.json:
        print(json.dumps(results, indent=1))
    else:
        counts = Counter((str(one["fault"]), str(one["stands"])) for one in results)
        for (name, stands), count in sorted(counts.items()):
            print(f"{count:4d}  {name}: {stands}")
        print(
            f"{len(results)} trials, {sum(1 for one in results if one['stands'] not in (KEPT, NEW))} half-written editions"
        )
        for one in wrong:
            print(f"WRONG  {one['fault']}: {'; '.join(one['wrong'])}\n{one['said']}")
    sys.exit(1 if wrong else 0)


def prepared(place: Path) -> tuple[Path, float]:
    """Both editions as undisturbed runs make them, and how many seconds one takes; ground is laid for the trials."""
    from analysis.insight.explain import lay_ground
    from analysis.runner.kernels import PRELOADED
    from analysis.runner.sources import NOTEBOOKS
    from analysis.scenarios import parameters

    for module in PRELOADED:
        import_module(module)
    lay_ground([parameters(scenario=name, draws=DRAWS) for name in (EARLIER, LATER)])
    shutil.copytree(NOTEBOOKS, place / "notebooks", ignore=shutil.ignore_patterns(".*"))
    seconds = 0.0
    for name, scenario in (("earlier", EARLIER), ("later", LATER)):
        trial = Trial(place / "made" / name, ["--fresh"])
        shutil.copytree(place / "notebooks", trial.place / "notebooks", dirs_exist_ok=True)
        start = time.monotonic()
        if ended(trial.start(scenario)) != 0:
            raise SystemExit((trial.place / "said.txt").read_text(encoding="utf-8"))
        seconds = time.monotonic() - start
        trial.edition.rename(place / name)
    return place, seconds


if __name__ == "__main__":
    main()
