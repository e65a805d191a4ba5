"""``metermap --help`` against the help of a bare click program. Aim: a ratio of 1.5 or less."""

from benchmarks.measure import child_seconds, pair, print_ratio

BARE = """
import click

@click.group()
@click.version_option("1")
def main(): "A program."

@main.command()
@click.argument("workspace", type=click.Path(exists=True))
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def check(workspace, format): "Check."

main(["--help"])
"""
ROUNDS = 15


def main() -> None:
    ours, bare = pair(
        lambda: child_seconds(["-m", "metermap", "--help"]),
        lambda: child_seconds(["-c", BARE]),
        ROUNDS,
    )
    print_ratio("metermap --help", ours, "a bare click program's --help", bare)


if __name__ == "__main__":
    main()
