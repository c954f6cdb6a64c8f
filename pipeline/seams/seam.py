"""What all types have in common that one stage hands to the next."""

from __future__ import annotations

from typing import dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Seam(msgspec.Struct, frozen=True, gc=False, array_like=True, forbid_unknown_fields=True):
    """A value that nobody changes, written as its fields in order.

    The names of the fields are not written with each value: `runtime.files` puts a fingerprint of
    them at the head of the file. Such values never form cycles, so the cycle collector need not
    look at them: there are hundreds of thousands.
    """
