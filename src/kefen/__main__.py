"""The command, and ``python -m kefen``. Until it can tell of an interrupt, one ends it without a word."""

import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from kefen.cli import main

if __name__ == "__main__":
    main()
