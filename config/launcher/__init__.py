"""Starts the product on one machine: sets up, keeps the embedded services, supervises the processes.

`./run` and `./test` call `bootstrap.py` by path, with any Python 3.11 and nothing installed; everything else
here runs in `.venv`. A data folder (`.data`) holds all that an installation owns; `./run --help`
says the rest.
"""
