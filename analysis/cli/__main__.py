"""``python -m analysis.cli`` is ``chipbrief``."""

from analysis.cli import main

if __name__ == "__main__":
    main()
