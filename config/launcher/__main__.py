"""Second stage of `./run`, in `.venv`."""

import sys

from config.launcher.bootstrap import read_options


def main() -> int:
    options = read_options(sys.argv[1:])
    if options.command:
        from config.launcher.manage import manage

        return manage(options.data, options.command[1:])
    from config.launcher.product import run

    return run(options)


if __name__ == "__main__":
    sys.exit(main())
