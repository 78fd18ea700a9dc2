"""``python -m kefen``."""

from kefen.cli import main

if __name__ == "__main__":
    main()
