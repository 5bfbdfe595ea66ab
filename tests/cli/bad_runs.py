"""Bad inputs of the commands that run notebooks: arguments, files in the working folder, and what the message must say."""

# name: (arguments, {file: its text}, words of the message)
BRIEF = ["brief", "status_quo", "-p"]
FILE = ["brief", "status_quo", "--params"]
NOTEBOOK = ["notebook", "regime_scenarios", "status_quo", "-p"]

PAIRS = {
    "typo in a parameter": ([*BRIEF, "scenaro=x"], {}, ["unknown parameter 'scenaro'", "Did you mean 'scenario'?"]),
    "parameter of another notebook": ([*BRIEF, "horizon=12"], {}, ["notebook 06_brief: unknown parameter 'horizon'"]),
    "the output folder as a parameter": ([*BRIEF, "out_dir=x"], {}, ["unknown parameter 'out_dir'", "Accepted: disclosure"]),
    "draws with leading zeros": ([*BRIEF, "draws=007"], {}, ["'draws': found '007'", "from 100 to 1,000,000", "digits alone"]),
    "draws with a point": ([*BRIEF, "draws=200.0"], {}, ["'draws': found '200.0'", "a whole number"]),
    "draws with an exponent": ([*BRIEF, "draws=1e3"], {}, ["'draws': found '1e3'", "a whole number"]),
    "draws with a comma": ([*BRIEF, "draws=16,384"], {}, ["'draws': found '16,384'", "digits alone"]),
    "draws with an underscore": ([*BRIEF, "draws=16_384"], {}, ["'draws': found '16_384'", "digits alone"]),
    "draws false": ([*BRIEF, "draws=false"], {}, ["'draws': found 'false'", "a whole number"]),
    "draws None": ([*BRIEF, "draws=None"], {}, ["'draws': found 'None'", "a whole number"]),
    "no draws": ([*BRIEF, "draws="], {}, ["'draws': found ''", "a whole number"]),
    "draws in other digits": ([*BRIEF, "draws=\u0662\u0660\u0660"], {}, ["'draws': found '\u0662\u0660\u0660'", "a whole number"]),
    "draws with a space": ([*BRIEF, "draws= 200"], {}, ["'draws': found ' 200'", "digits alone"]),
    "too few draws": ([*BRIEF, "draws=99"], {}, ["'draws': found 99", "from 100 to 1,000,000"]),
    "negative draws": ([*BRIEF, "draws=-200"], {}, ["'draws': found -200", "from 100 to 1,000,000"]),
    "seed as words": ([*BRIEF, "seed=first"], {}, ["'seed': found 'first'", "from 0 to 4,294,967,295"]),
    "seed too large": ([*BRIEF, "seed=4294967296"], {}, ["'seed': found 4294967296", "from 0 to 4,294,967,295"]),
    "no equals sign": ([*BRIEF, "draws"], {}, ["option -p: found 'draws'", "NAME=VALUE is accepted"]),
    "no name": ([*BRIEF, "=200"], {}, ["option -p: found '=200'", "NAME=VALUE is accepted"]),
    "the same twice": ([*BRIEF, "draws=200", "-p", "draws=300"], {}, ["option -p: 'draws' is given twice"]),
    "overrides as text": ([*BRIEF, "overrides=half"], {}, ["'overrides': found 'half'", "a table is accepted"]),
    "overrides as a list": ([*BRIEF, "overrides=[0.5]"], {}, ["'overrides': found [0.5]", "a table of assumption names"]),
    "overrides in Python": ([*BRIEF, "overrides={'keep_share': 0.5}"], {}, ["'overrides'", "such as {keep_share = 0.5}"]),
    "override with a typo": ([*BRIEF, "overrides={keep_shar = 0.5}"], {}, ["assumption 'keep_shar'", "'keep_share'"]),
    "override as text in a table": ([*BRIEF, 'overrides={keep_share = "0.5"}'], {}, ["'keep_share': found '0.5'", "a number in"]),
    "override of true": ([*BRIEF, "overrides={keep_share = true}"], {}, ["'keep_share': found True", "a number in"]),
    "override of not a number": ([*BRIEF, "overrides={keep_share = nan}"], {}, ["'keep_share'", "finite numbers"]),
    "override out of range": ([*BRIEF, "overrides={keep_share = 1.5}"], {}, ["'keep_share'", "between 0 and 1", "1.5"]),
    "unknown disclosure": ([*BRIEF, "disclosure=feb-2025"], {}, ["disclosure 'feb-2025'", "'feb-2026'"]),
    "scenario with capitals": (["brief", "-p", "scenario=Status_Quo"], {}, ["scenario 'Status_Quo'", "'status_quo'"]),
    "scenario as a path": (["brief", "../status_quo"], {}, ["unknown scenario '../status_quo'"]),
    "no scenario at all": (["brief", "-p", "draws=200"], {}, ["Missing argument 'SCENARIO'"]),
    "a token": ([*BRIEF, "api_token=abc123"], {}, ["'api_token' looks like a secret"]),
    "a password": ([*BRIEF, "password=abc123"], {}, ["'password' looks like a secret"]),
    "a key in camel case": ([*BRIEF, "apiKey=abc123"], {}, ["'apiKey' looks like a secret"]),
}  # fmt: skip
FILES = {
    "file that is not there": ([*FILE, "run.toml"], {}, ["'run.toml' cannot be read", "No such file"]),
    "file that is a folder": ([*FILE, "folder.toml"], {"folder.toml/x": ""}, ["'folder.toml' cannot be read", "directory"]),
    "file of another kind": ([*FILE, "run.json"], {"run.json": "{}"}, ["'run.json'", ".toml, .yaml, .yml are accepted"]),
    "file without an ending": ([*FILE, "run"], {"run": "draws = 200"}, ["'run'", ".toml, .yaml, .yml are accepted"]),
    "file that is no text": ([*FILE, "run.toml"], {"run.toml": b"\xff\xfe\x00"}, ["cannot be read", "no UTF-8 text"]),
    "TOML that is none": ([*FILE, "run.toml"], {"run.toml": "draws 200"}, ["'run.toml' is no TOML"]),
    "TOML with a name twice": ([*FILE, "run.toml"], {"run.toml": "draws = 200\ndraws = 300"}, ["'run.toml' is no TOML", "overwrite"]),
    "TOML with a typo": ([*FILE, "run.toml"], {"run.toml": "drws = 200"}, ["unknown parameter 'drws'", "Did you mean 'draws'?"]),
    "TOML with text for a number": ([*FILE, "run.toml"], {"run.toml": 'draws = "200"'}, ["'draws': found '200'", "a whole number"]),
    "TOML with a date": ([*FILE, "run.toml"], {"run.toml": "disclosure = 2026-02-23"}, ["'disclosure'", "text is accepted"]),
    "TOML with a list": ([*FILE, "run.toml"], {"run.toml": "seed = [1, 2]"}, ["'seed': found [1, 2]", "a whole number"]),
    "TOML with true": ([*FILE, "run.toml"], {"run.toml": "seed = true"}, ["'seed': found True", "a whole number"]),
    "TOML with a secret": ([*FILE, "run.toml"], {"run.toml": 'auth_token = "abc123"'}, ["'auth_token' looks like a secret"]),
    "TOML with an unknown input": ([*FILE, "run.toml"], {"run.toml": "[overrides]\nocupancy = 1"}, ["'ocupancy'", "'occupancy'"]),
    "YAML that is none": ([*FILE, "run.yaml"], {"run.yaml": "draws: [200"}, ["'run.yaml' is no YAML"]),
    "YAML with a name twice": ([*FILE, "run.yaml"], {"run.yaml": "draws: 200\ndraws: 300"}, ["'run.yaml': 'draws' is given twice"]),
    "YAML with an input twice": (
        [*FILE, "run.yml"], {"run.yml": "overrides:\n  keep_share: 0.5\n  keep_share: 0.6"}, ["'keep_share' is given twice"],
    ),
    "YAML that is a list": ([*FILE, "run.yaml"], {"run.yaml": "- draws"}, ["'run.yaml'", "names with values are accepted"]),
    "YAML with no for a scenario": (["brief", "--params", "run.yaml"], {"run.yaml": "scenario: no"}, ["unknown scenario 'no'"]),
    "YAML with text for a number": ([*FILE, "run.yaml"], {"run.yaml": 'draws: "200"'}, ["'draws': found '200'", "a whole number"]),
    "YAML with an octal number": ([*FILE, "run.yaml"], {"run.yaml": "draws: 0310"}, ["'draws': found '0310'", "digits alone"]),
    "YAML with a list": ([*FILE, "run.yaml"], {"run.yaml": "seed: [1, 2]"}, ["'seed' is a list"]),
    "YAML with text for an input": (
        [*FILE, "run.yaml"], {"run.yaml": "overrides:\n  keep_share: half"}, ["found 'half' for 'keep_share'", "a number is"],
    ),
    "YAML with two documents": ([*FILE, "run.yaml"], {"run.yaml": "seed: 1\n---\nseed: 2"}, ["'run.yaml' is no YAML"]),
    "YAML with a typo": ([*FILE, "run.yaml"], {"run.yaml": "sed: 2"}, ["unknown parameter 'sed'", "Did you mean 'seed'?"]),
    "YAML with a secret": ([*FILE, "run.yaml"], {"run.yaml": "secret: abc123"}, ["'secret' looks like a secret"]),
}  # fmt: skip
DEEP = "[" * 3000
HOSTILE = {
    "draws of 5,000 digits": ([*BRIEF, "draws=" + "9" * 5000], {}, ["'draws': found '999", "digits alone"]),
    "TOML with 5,000 digits": ([*FILE, "run.toml"], {"run.toml": "draws = " + "9" * 5000}, ["'run.toml' is no TOML"]),
    "TOML nested deeply": ([*FILE, "run.toml"], {"run.toml": f"draws = {DEEP}"}, ["'run.toml' is no TOML"]),
    "YAML nested deeply": ([*FILE, "run.yaml"], {"run.yaml": f"draws: {DEEP}"}, ["'run.yaml' is no YAML"]),
    "overrides nested deeply": ([*BRIEF, f"overrides={DEEP}"], {}, ["a table is accepted"]),
    "YAML with a list for a name": ([*FILE, "run.yaml"], {"run.yaml": "[a]: 1"}, ["a name that is a list or a table"]),
    "a second parameter behind a table": ([*BRIEF, "overrides={keep_share=0.5}\nother=3"], {}, ["a table is accepted"]),
    "no file at all": ([*FILE, ""], {}, ["file of parameters ''", ".toml, .yaml, .yml are accepted"]),
    "no folder at all": (["brief", "status_quo", "--out", ""], {}, ["output folder '' is no name"]),
    "home of nobody": (["brief", "status_quo", "--out", "~nobody-known/x"], {}, ["in the home of nobody known"]),
}  # fmt: skip
SECRETS = {
    "a secret among inputs": (["brief", "status_quo", "--set", "api_key=abc123"], {}, ["a text that is not shown", "a number is"]),
    "a secret in a table": ([*BRIEF, "overrides={api_key=abc123}"], {}, ["a text that is not shown", "a table is accepted"]),
    "a secret among inputs of a file": (
        [*FILE, "run.yaml"], {"run.yaml": "overrides:\n  api_key: abc123"}, ["a text that is not shown", "a number is accepted"],
    ),
    "a secret without an equals sign": ([*BRIEF, "password:abc123"], {}, ["parameter 'password' looks like a secret"]),
    "a secret in a file that is no YAML": ([*FILE, "run.yaml"], {"run.yaml": 'password: "abc123'}, ["is no YAML", "line"]),
}  # fmt: skip
NOTEBOOKS = {
    "unknown notebook": (["notebook", "07_brief", "status_quo"], {}, ["unknown notebook '07_brief'", "Did you mean '06_brief'?"]),
    "notebook as a path": (["notebook", "notebooks/06_brief.ipynb", "status_quo"], {}, ["unknown notebook 'notebooks/06_brief"]),
    "too far a horizon": ([*NOTEBOOK, "horizon=37"], {}, ["'horizon': found 37", "from 1 to 36"]),
    "lab of another disclosure": ([*NOTEBOOK, "lab=alibaba"], {}, ["'lab'", "'alibaba'", "minimax"]),
    "lab with a typo": ([*NOTEBOOK, "lab=minimx"], {}, ["Did you mean 'minimax'?"]),
    "no time for a cell": (["brief", "status_quo", "--timeout", "0"], {}, ["'--timeout'", "x>=1"]),
}  # fmt: skip
BATCHES = {
    "batch of nothing": (["batch"], {}, ["name scenarios, or give --all"]),
    "batch of all and some": (["batch", "--all", "status_quo"], {}, ["name scenarios, or give --all"]),
    "batch with a typo": (["batch", "status_quo", "as_writen"], {}, ["'as_writen'", "'as_written'"]),
    "batch of one twice": (["batch", "status_quo", "status_quo"], {}, ["'scenario-status_quo' is asked for twice"]),
    "batch of an unknown kind": (["batch", "--all", "--kind", "scenarios"], {}, ["kind of brief 'scenarios'", "'scenario'"]),
    "batch without a worker": (["batch", "--all", "--jobs", "0"], {}, ["'--jobs'", "1<=x<=64"]),
    "batch with too few draws": (["batch", "--all", "--draws", "5"], {}, ["'draws': found 5"]),
    "batch with a wrong input": (["batch", "--all", "--set", "keep_shar=1"], {}, ["'keep_shar'", "'keep_share'"]),
}  # fmt: skip
BAD_RUNS = PAIRS | FILES | HOSTILE | SECRETS | NOTEBOOKS | BATCHES
