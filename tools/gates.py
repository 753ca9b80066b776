"""What a function may weigh: `make check` runs it over every function of the templates.

Each handler is imported in a bare interpreter from what would be deployed, with an AWS that does not answer.
The bars are PERFORMANCE budgets of the conversation, where somebody waits for a cold start.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from tools.packages import Package, build
from tools.templates import functions

# Each costs more than a whole turn; what uses one belongs outside the functions that answer people.
FORBIDDEN = {"aws_lambda_powertools", "aws_xray_sdk", "boto3", "dateparser", "pydantic", "requests", "stripe"}


@dataclass(frozen=True, slots=True)
class Budget:
    """modules: loaded after the import. zip_mb: code and layers, in MB."""

    modules: int
    zip_mb: float


BUDGETS = {
    "alexa_skill": Budget(modules=560, zip_mb=5.0),
    "lex_bot": Budget(modules=375, zip_mb=2.5),
    "patient_checkout": Budget(modules=500, zip_mb=8.0),  # with OpenSSL, for AES-GCM; nobody waits for it
    "billing": Budget(modules=500, zip_mb=8.0),
    "get_ticket": Budget(modules=500, zip_mb=9.0),  # Stripe's library is there, and loaded when somebody pays
    "payment": Budget(modules=900, zip_mb=9.0),  # with Stripe's library
    "payment_webhook": Budget(modules=900, zip_mb=9.0),
    "truck_tracker": Budget(modules=500, zip_mb=12.0),  # with the places of the world; nobody waits for it
}
# Stripe's library speaks through requests: only where payments are made, and nobody waits for a word.
ALLOWED = dict.fromkeys(("payment", "payment_webhook"), {"requests", "stripe"})
OTHERS = Budget(modules=500, zip_mb=5.0)
LAYERS = {
    "Dependencies": "Dependencies",
    "DependenciesLayer": "Dependencies",
    "AlexaDependencies": "AlexaDependencies",
    "PaymentDependencies": "PaymentDependencies",
    "CodeDependencies": "CodeDependencies",
    "Gazetteer": "Gazetteer",
    "VaultDependencies": "VaultDependencies",
}


class CannotImport(Exception):
    """A handler needs what it is not deployed with."""


def packages() -> Iterator[Package]:
    """Every function with what it is deployed with."""
    code = build("Function")
    layers = {name: build(name) for name in set(LAYERS.values())}
    for function in functions():
        names = [LAYERS[layer["Ref"]] for layer in function.properties["Layers"]]
        yield Package(function, code, tuple(layers[name] for name in names))


def modules(package: Package) -> set[str]:
    """The modules that are loaded when the handler is. Raises CannotImport."""
    script = f"import handlers.{package.function.module}\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run(
        package.command(script), env=package.environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotImport(f"{package.function.module} cannot be imported from its package:\n{done.stderr}")
    return set(done.stdout.split())


def faults(package: Package) -> Iterator[str]:
    """What is wrong with a function's weight."""
    name = package.function.module
    budget = BUDGETS.get(name, OTHERS)
    loaded, size = modules(package), package.zip_mb
    print(f"  {name:20} {len(loaded):4} modules  {size:4.1f} MB")
    if len(loaded) > budget.modules:
        yield f"{name} loads {len(loaded)} modules, more than {budget.modules}"
    if size > budget.zip_mb:
        yield f"{name} has {size:.1f} MB, more than {budget.zip_mb}"
    if heavy := FORBIDDEN & {module.partition(".")[0] for module in loaded} - ALLOWED.get(name, set()):
        yield f"{name} loads {sorted(heavy)}"


def main() -> int:
    """Prints every function's weight, and what is wrong; the exit code."""
    wrong = [fault for package in packages() for fault in faults(package)]
    print(*wrong, sep="\n", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
