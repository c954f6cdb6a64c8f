"""The base class of everything that one stage hands to the next."""

from __future__ import annotations

from typing import dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Seam(msgspec.Struct, frozen=True, gc=False, array_like=True, forbid_unknown_fields=True):
    """An immutable value, written as an array of its fields.

    Field names are not written with each value: `runtime.files` puts a fingerprint of them at the
    head of the file. These values, hundreds of thousands of them, never form reference cycles, so
    the garbage collector does not track them.
    """
