"""Pictures drawn anew: upright, without what cameras write into them, small enough to travel."""

import io

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
SIDE = 1600
IMAGES = ("JPEG", "PNG", "GIF", "WEBP", "MPO")  # no other decoder is even tried
STEPS = ((1600, 85), (1280, 80), (1024, 75), (800, 70), (640, 60), (480, 50), (320, 40))  # side, JPEG quality


class NotAFile(Exception):
    """This cannot be kept as an attachment; the text says why in plain words."""


def reencode(body: bytes) -> tuple[bytes, str, int, int]:
    """An image drawn anew: upright, at most 1600 px, no metadata (place, camera). Raises NotAFile."""
    try:
        image = _opened(body)
        image.thumbnail((SIDE, SIDE))
        return _drawn(image)
    except NotAFile:
        raise
    except Exception as error:  # decoders of hostile files fail in many ways, not all of them their own errors
        raise NotAFile("This is not a picture that can be opened.") from error


def shrink(body: bytes, limit: int) -> tuple[bytes, str, int, int]:
    """The same as a JPEG of at most ``limit`` bytes, which every carrier takes (R75). Raises NotAFile."""
    try:
        image = _on_white(_opened(body))
        for side, quality in STEPS:
            image.thumbnail((side, side))
            out = io.BytesIO()
            image.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= limit:
                return out.getvalue(), "image/jpeg", image.width, image.height
    except NotAFile:
        raise
    except Exception as error:  # see above
        raise NotAFile("This is not a picture that can be opened.") from error
    raise NotAFile("There is no room left for this picture. Take another one out first.")


def _opened(body: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(body), formats=IMAGES)
    if found.width * found.height > MOST_PIXELS:
        raise NotAFile("This picture is too large.")
    return ImageOps.exif_transpose(found)


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, which a JPEG has not: what was clear becomes white and not black."""
    if image.mode not in ("RGBA", "LA", "P"):
        return image.convert("RGB")
    whole = image.convert("RGBA")
    ground = Image.new("RGBA", whole.size, "white")
    ground.alpha_composite(whole)
    return ground.convert("RGB")


def _drawn(image: Image.Image) -> tuple[bytes, str, int, int]:
    out = io.BytesIO()
    if image.mode in ("RGBA", "LA", "P"):
        image.convert("RGBA").save(out, "PNG", optimize=True)
        return out.getvalue(), "image/png", image.width, image.height
    image.convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue(), "image/jpeg", image.width, image.height
