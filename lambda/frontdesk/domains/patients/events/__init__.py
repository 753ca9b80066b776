"""What happens when a hospital sends its discharges: into the vault, billed once, deleted on request.

Every step may be repeated, killed or overtaken by a newer version: docs/decisions/0085-the-vault.md.
"""
