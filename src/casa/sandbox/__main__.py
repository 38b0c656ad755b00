"""``python -m casa.sandbox``: serve the pretend world."""

from casa.sandbox.serve import run

if __name__ == "__main__":
    run()
