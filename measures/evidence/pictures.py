"""Pictures: read whole, turned upright, and written anew without anything that is not picture."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from PIL import Image, ImageCms, ImageOps

from .file_types import JPEG, PNG, FileType

MAX_PIXELS = 50_000_000
THUMBNAIL_SIDE = 320
PRINT_SIDE = 1600  # half the width of an A4 page at some 300 dpi, the whole of it at 200
QUALITY = 90
OUTLINE = 16  # points a side
MOST_APART = 0.25
UNTRUE = "แปลงภาพนี้ให้พิมพ์ได้ตรงตามต้นฉบับไม่ได้ ให้เปิดดู บันทึกใหม่เป็น JPG หรือ PNG ธรรมดา แล้วเพิ่มอีกครั้ง"
BROKEN = "ภาพเสียหายหรือส่งมาไม่ครบ ให้เปิดดู บันทึกใหม่ แล้วเพิ่มอีกครั้ง"
TOO_LARGE = "ภาพใหญ่เกิน 50 ล้านจุด ให้ย่อภาพก่อน"
_FAULTS = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError),
    *(MemoryError, NotImplementedError, ZeroDivisionError, AttributeError),
)
_MODES = {JPEG: {"L", "RGB"}, PNG: {"1", "L", "LA", "P", "RGB", "RGBA"}}


@dataclass(frozen=True)
class Cleaned:
    """A picture as it is stored; `printable` is None where the picture itself is small enough to print."""

    data: bytes
    thumbnail: bytes  # JPEG
    printable: bytes | None  # JPEG


def clean(data: bytes, kind: FileType) -> Cleaned:
    """Return an uploaded JPEG or PNG written anew; ValueError, in Thai, where it cannot be read to its end.

    Writing anew leaves behind position, camera, names, comments, colour profile (its colours are converted), more
    frames, and whatever else hangs on the file.
    """
    picture = _read(data, kind)
    return Cleaned(
        _written(picture, kind),
        _small(picture, THUMBNAIL_SIDE, quality=80),
        _small(picture, PRINT_SIDE, quality=85) if max(picture.size) > PRINT_SIDE else None,
    )


def _read(data: bytes, kind: FileType) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with _opened(data, kind) as image:
                image.verify()
            with _opened(data, kind) as image:
                upright = ImageOps.exif_transpose(image)
                picture = _plain(upright, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValueError(TOO_LARGE) from error
    except _FAULTS as error:
        raise ValueError(BROKEN) from error
    if _outlines_apart(upright, picture) > MOST_APART:
        raise ValueError(UNTRUE)
    return picture


def _outlines_apart(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures' light and dark lie apart, 0 to 1: whatever their modes and profiles make of it."""
    pairs = zip(_outline(one), _outline(other), strict=True)
    return sum(abs(light - dark) for light, dark in pairs) / OUTLINE**2


def _outline(image: Image.Image) -> list[float]:
    """Return a picture as a few points between its darkest, 0, and its lightest, 1; of one colour all are 0."""
    grey = image.convert("I" if image.mode.startswith("I") else "L")
    small = grey.resize((OUTLINE, OUTLINE), Image.Resampling.BOX)
    points = [cast(float, small.getpixel((x, y))) for y in range(OUTLINE) for x in range(OUTLINE)]
    low, high = min(points), max(points)
    span = high - low if (high - low) * 100 > high else 0
    return [(point - low) / span if span else 0.0 for point in points]


def _opened(data: bytes, kind: FileType) -> Image.Image:
    """Open a picture, which reads its head only; phones write several JPEGs into one file (MPO)."""
    image = Image.open(BytesIO(data), formats=("JPEG", "MPO") if kind == JPEG else ("PNG",))
    if image.width * image.height > MAX_PIXELS:
        raise Image.DecompressionBombError
    return image


def _plain(image: Image.Image, kind: FileType) -> Image.Image:
    """Return the pixels alone, their colours in sRGB."""
    profile, transparency = image.info.get("icc_profile"), image.info.get("transparency")
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        image = _in_srgb(image, profile)
    if image.mode.startswith("I"):  # 16 bits of grey, which convert() would cut off at 255
        image = image.convert("I").point(lambda grey: grey * (1 / 257) + 0.5).convert("L")
    if image.mode not in _MODES[kind]:
        image = image.convert("RGB")
    image.info = {"transparency": transparency} if transparency is not None and image.mode == "P" else {}
    return image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        drawn = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
        return drawn or image  # it gives None only where it draws in place
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a profile that cannot be read says nothing


def _written(image: Image.Image, kind: FileType) -> bytes:
    out = BytesIO()
    if kind == PNG:
        image.save(out, "PNG")
    else:
        image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _small(image: Image.Image, side: int, *, quality: int) -> bytes:
    """Return the picture as a JPEG that fits into a square, on white where it is transparent."""
    if image.mode in ("P", "LA", "RGBA"):
        clear = image.convert("RGBA")
        clear.thumbnail((side, side))
        small = Image.new("RGB", clear.size, "white")
        small.paste(clear, mask=clear.getchannel("A"))
    else:
        small = image.copy()
        small.thumbnail((side, side))
        small = small.convert("L" if small.mode in ("1", "L") else "RGB")
    out = BytesIO()
    small.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
