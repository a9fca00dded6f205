"""The emblem on the letterhead: a small, clean PNG made from whatever picture was uploaded."""

import io
import secrets
import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
NARROWEST, WIDEST = 200, 1_200


class EmblemRefused(ValidationError):
    """The picture cannot stand on a letterhead; the text says why."""


def clean_emblem(upload: Any) -> ContentFile:
    """The uploaded PNG or JPEG drawn anew as PNG: no metadata, no hidden cargo, at most WIDEST pixels a side, under a
    name of our own. Raises EmblemRefused for anything else."""
    if upload.size > MAX_BYTES:
        raise EmblemRefused(_("The picture is larger than 5 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=["PNG", "JPEG"]) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise EmblemRefused(_("The picture has more than 40 million pixels."))
                if min(picture.size) < NARROWEST:
                    raise EmblemRefused(_("The picture needs at least 200 pixels on each side."))
                drawn = picture.convert("RGBA")
    except EmblemRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise EmblemRefused(_("This is not a PNG or JPEG picture.")) from error
    except (OSError, ValueError, SyntaxError) as error:  # Pillow's words for a torn file
        raise EmblemRefused(_("The picture is damaged.")) from error
    drawn.thumbnail((WIDEST, WIDEST))
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)  # pixels only: what the file carried beside them stays behind
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return ContentFile(out.getvalue(), name=f"{secrets.token_hex(8)}.png")
