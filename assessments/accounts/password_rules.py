"""Passwords that are guessed first, found without asking anybody on the network."""

import re
from difflib import SequenceMatcher
from itertools import chain
from unicodedata import category, normalize

from django.core.exceptions import ValidationError

from .models import User

# What people here choose first; the list of English ones is Django's (CommonPasswordValidator).
WORDS = """
    password passw0rd admin administrator approver auditor staff user test demo welcome qwerty asdfgh letmein changeme
    thai thailand bangkok tessaban obt obj ita nacc itas sarabun krungthai sawasdee iloveyou
    รหัสผ่าน ผ่าน แอดมิน ผู้ดูแลระบบ เจ้าหน้าที่ ผู้อนุมัติ ผู้ตรวจสอบ ทดสอบ สวัสดี ประเทศไทย ไทยแลนด์ กรุงเทพ
    เทศบาล เทศบาลเมือง เทศบาลนคร เทศบาลตำบล อบต อบจ องค์การบริหารส่วน ตำบล จังหวัด อำเภอ ป.ป.ช ปปช คุณธรรม โปร่งใส
    ฟหกด ฟหกดาสว ๆไำพ ก-ฮ พระอาทิตย์ รักแม่ ลูกรัก
""".split()
PLAIN = str.maketrans("0134578@$!๐๑๒๓๔๕๖๗๘๙", "oieastbasi0123456789")
LEAST_LEFT = 6  # letters that are neither such a word, nor a digit, nor a repetition
ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "ๆไำพะัีรนยบล",
    "ฟหกดเ้่าสวง",
    "ผปแอิืทมใฝ",
)


class EasilyGuessed:
    """Refuses a password that is known words, the account's own names and numbers, or one part said again."""

    def validate(self, password: str, user: User | None = None) -> None:
        if password.isdigit():
            return  # told by Django's own rule
        letters = _letters(password)
        plain = _letters(password.translate(PLAIN))
        part = _repeated(normalize("NFKC", password).casefold())
        if part:
            raise ValidationError("รหัสผ่านเป็นข้อความสั้นซ้ำกัน เดาง่าย โปรดใช้วลีหลายคำที่ไม่ซ้ำ", "password_repeated")
        own = [*_own_words(user)] if user else []
        for words, message, code in (
            (own, "รหัสผ่านคล้ายชื่อผู้ใช้ ตำแหน่ง หรือชื่อหน่วยงาน เดาง่าย โปรดใช้วลีอื่น", "password_like_account"),
            ([*own, *map(_letters, WORDS)], "รหัสผ่านเป็นคำที่คนใช้มาก เดาง่าย โปรดใช้วลีหลายคำ", "password_known_words"),
        ):
            if any(len(_without(text, words)) < LEAST_LEFT and _holds(text, words) for text in (letters, plain)):
                raise ValidationError(message, code)
        typed = normalize("NFKC", password).casefold()
        if len(_without_rows(typed)) < LEAST_LEFT or len(set(typed)) < LEAST_LEFT - 1:
            raise ValidationError("รหัสผ่านเรียงตามแป้นพิมพ์หรือใช้อักษรซ้ำมาก เดาง่าย โปรดใช้วลีหลายคำ", "password_rows")
        whole = (_letters(name) for name in _names(user)) if user else ()
        if any(name and SequenceMatcher(None, letters, name).ratio() >= 0.8 for name in whole):
            raise ValidationError("รหัสผ่านคล้ายชื่อผู้ใช้ ตำแหน่ง หรือชื่อหน่วยงาน เดาง่าย โปรดใช้วลีอื่น", "password_like_account")

    def get_help_text(self) -> str:
        return "ไม่ใช้คำที่เดาง่าย ข้อความซ้ำกัน ชื่อผู้ใช้ ตำแหน่ง หรือชื่อหน่วยงาน"


def _letters(text: str) -> str:
    """Return what of a text is not a digit, a space or a mark between words."""
    return "".join(letter for letter in normalize("NFKC", text).casefold() if category(letter)[0] in "LM")


def _names(user: User) -> list[str]:
    place = user.municipality if user.municipality_id else None
    names = [user.username, user.position, user.province, user.email.partition("@")[0]]
    return [*names, *([place.name, place.district, place.province, place.code] if place else [])]


def _own_words(user: User) -> set[str]:
    words = chain.from_iterable((name, *re.split(r"[\s._@+/-]+", name)) for name in _names(user))
    return {word for word in map(_letters, words) if len(word) > 2}


def _holds(text: str, words: list[str]) -> bool:
    return any(word in text for word in words)


def _without(text: str, words: list[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "") if word else text
    return text


def _without_rows(text: str) -> str:
    """Return the text without runs of at least four neighbours of a row of keys or of the alphabet."""
    for row in ROWS:
        for run in (row, row[::-1]):
            for size in range(len(run), 3, -1):
                for at in range(len(run) - size + 1):
                    text = text.replace(run[at : at + size], "")
    return text


def _repeated(text: str) -> str:
    """Return the part that a text says again and again, with or without a remainder: staff3staff3, abcabcab."""
    at = (text + text).find(text, 1)
    if at < len(text):
        return text[:at]
    for size in range(1, len(text) // 2 + 1):
        if (text[:size] * (len(text) // size + 1)).startswith(text):
            return text[:size]
    return ""
