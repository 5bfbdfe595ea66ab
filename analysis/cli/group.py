"""The command itself, to which the others are added."""

from typing import Any

import click


class Suggesting(click.Group):
    """A group that names the nearest command when it does not know one."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """As click does, but an unknown command is answered with the nearest known one."""
        from analysis.catalog.errors import unknown

        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise unknown("command", args[0], self.commands)
        return super().resolve_command(ctx, args)


@click.group(cls=Suggesting, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chipbrief")
def cli() -> None:
    """Estimate the compute behind extraction campaigns and what chip-export regimes change; write briefs."""
