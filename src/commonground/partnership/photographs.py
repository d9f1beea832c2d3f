"""A photograph as it may be kept: the picture alone, without the place, the time and the telephone it is from."""

import io

from commonground.sources.readers.refusal import Refusal

ACROSS = 2_560
"""The most pixels of a side: enough to read a street sign, and small enough for a slow line."""
MOST = 80_000_000  # pixels: a picture that would unfold to more is no photograph of a telephone
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}


def picture_alone(name: str, content: bytes) -> bytes:
    """The picture drawn anew, the right way up, with nothing else in its file. Raises Refusal for no picture."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    wanted = FORMATS[name.rpartition(".")[2].lower()]
    try:
        with Image.open(io.BytesIO(content), formats=(wanted,)) as found:
            if found.width * found.height > MOST:
                raise Refusal(name, f"has more than {MOST // 1_000_000} million pixels. Send a smaller picture.")
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((ACROSS, ACROSS))
            return _drawn(upright.convert("RGB" if wanted == "JPEG" else "RGBA"), wanted)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refusal(name, "cannot be read as a picture. Take it again, or save it as JPEG.") from None


def _drawn(picture: object, wanted: str) -> bytes:
    from PIL import Image

    assert isinstance(picture, Image.Image)
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # pixels, and nothing that was said of them
    kept = io.BytesIO()
    bare.save(kept, format=wanted, **({"quality": 85} if wanted == "JPEG" else {"optimize": True}))
    return kept.getvalue()
