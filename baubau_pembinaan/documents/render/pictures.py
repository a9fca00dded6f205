"""What a picture is, told by its content, and how to make an uploaded one printable."""

from io import BytesIO


def picture_kind(content: bytes) -> str:
    """ "png", "jpg" or "svg" by content; ValueError for anything else."""
    if content.startswith(b"\x89PNG"):
        return "png"
    if content.startswith(b"\xff\xd8"):
        return "jpg"
    if content.lstrip().startswith(b"<svg"):
        return "svg"
    raise ValueError("Only PNG, JPEG and our own SVG charts stand in documents.")


def printable(content: bytes) -> bytes:
    """An uploaded picture in a form every engine reads; what is none leaves an empty place."""
    from PIL import Image

    try:
        with Image.open(BytesIO(content)) as image:
            image.load()
            if image.format in ("PNG", "JPEG"):
                return content
            out = BytesIO()
            image.convert("RGBA").save(out, "PNG")
            return out.getvalue()
    except (OSError, ValueError, Image.DecompressionBombError):
        out = BytesIO()
        Image.new("RGBA", (1, 1)).save(out, "PNG")
        return out.getvalue()
