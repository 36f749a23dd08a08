"""What reading asks of whoever can make a form: to make one once more, as it may have been issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from extract.page.identity import Printed
    from forms.records import Response


class Issued(Protocol):
    """Makes a form once more, to hold what came back against it."""

    def __call__(
        self,
        printed: Printed,
        texts: Sequence[str],
        stored: Sequence[Response] = (),
        file_format: str = "pdf",
    ) -> Iterator[bytes]:
        """Yield the files as which a form may have been issued, the likeliest first.

        `printed` is what its code says, `texts` what its pages show, in the order in which they are drawn,
        `stored` what its boxes may have held then.
        """
        ...

    def showing(
        self, printed: Printed, shown: Mapping[str, str], instead: Mapping[str, str], texts: Sequence[str]
    ) -> Iterator[bytes]:
        """Yield the PDFs as which a form may have been issued whose boxes held these texts, name -> text.

        `instead` leads from what a form made before printed to what its pages show there; `texts` is what
        they show, as above.
        """
        ...

    def from_before(self, printed: Printed, file_format: str = "pdf") -> Iterator[bytes]:
        """Yield those only that say what came back before under the same reference."""
        ...

    def recognise(self, texts: Sequence[str]) -> Iterator[Printed]:
        """Yield which form a document of these texts may be by its printed words, the likeliest first."""
        ...
