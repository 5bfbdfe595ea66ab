"""How it hangs together: pure formulas, and one chain per file that ties them to the draws."""
