"""Reads the YAML files that people write: a key that stands twice in a mapping is told, where YAML takes the last."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from finsam_audit.project.errors import UserError


class _Loader(yaml.CSafeLoader):  # type: ignore[misc]
    """As YAML's own, but for keys that stand twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Return a mapping.

        Raises:
            ConstructorError: one of its keys stands twice.

        """
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, Hashable) and key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key} stands twice in one mapping; remove one", key_node.start_mark
                )
            seen.add(key)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def read_yaml(path: Path, shown: str) -> Any:
    """Return what a YAML file holds.

    Args:
        path: the file.
        shown: how messages call it.

    Raises:
        UserError: it is not there, is no UTF-8 text or no YAML; the message names file and line.

    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except FileNotFoundError as error:
        raise UserError(f"{shown} is not there") from error
    except OSError as error:
        raise UserError(f"{shown} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{shown}: is no UTF-8; save the file as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        at = f":{mark.line + 1}" if mark else ""
        raise UserError(f"{shown}{at}: is no YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise UserError(f"{shown} is no YAML: {' '.join(str(error).split())}") from error
