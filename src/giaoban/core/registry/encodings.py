"""Encodings: text typed with the fonts of before Unicode, known again, and converted where somebody agrees.

Such text looks right in its own font only: what is stored is the same few Latin letters and signs, which the
font draws as others. Two ways were common, and each is told by the name of its font, or by its pattern.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

#: `tcvn3`: one byte a letter (fonts .Vn…); `tcvn3_capitals`: the same, drawn as capitals (fonts .Vn…H);
#: `vni`: a letter, and a second one for its mark (fonts VNI-…).
Encoding = Literal["tcvn3", "tcvn3_capitals", "vni"]


@dataclass(frozen=True)
class Conversion:
    """A text in an old encoding, and what it says."""

    encoding: Encoding
    before: str
    after: str


#: Bytes 128–255 of TCVN 5712:1993, VN1. 176–180 are marks that stand behind their letter.
_TCVN3_HIGH = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    "\xa0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
#: Bytes below 32 that hold a letter.
_TCVN3_LOW = {
    0x01: "Ú", 0x02: "Ụ", 0x04: "Ừ", 0x05: "Ử", 0x06: "Ữ", 0x11: "Ứ", 0x12: "Ự",
    0x13: "Ỳ", 0x14: "Ỷ", 0x15: "Ỹ", 0x16: "Ý", 0x17: "Ỵ",
}  # fmt: skip
#: Letter → how it is written with each of the five tones: acute, grave, hook, tilde, dot below.
_VNI_TONES = {
    **dict.fromkeys(("a", "e", "o", "u", "ô", "ö"), ("{}ù", "{}ø", "{}û", "{}õ", "{}ï")),
    "y": ("yù", "yø", "yû", "yõ", "î"),
    "aâ": ("aá", "aà", "aå", "aã", "aä"),
    "aê": ("aé", "aè", "aú", "aü", "aë"),
    "eâ": ("eá", "eà", "eå", "eã", "eä"),
    "oâ": ("oá", "oà", "oå", "oã", "oä"),
    "i": ("í", "ì", "æ", "ó", "ò"),
}
_VNI_LETTERS = {"aâ": "â", "aê": "ă", "eâ": "ê", "oâ": "ô", "ô": "ơ", "ö": "ư"}
_TONES = ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323")


def _byte_text(byte: int) -> str:
    """Return how a spreadsheet keeps a byte of an old font: as the Windows letter of that byte."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _tcvn3() -> dict[str, str]:
    high = {_byte_text(128 + place): letter for place, letter in enumerate(_TCVN3_HIGH)}
    return {chr(byte): letter for byte, letter in _TCVN3_LOW.items()} | high


def _vni() -> dict[str, str]:
    table = {"ñ": "đ", **_VNI_LETTERS}
    for base, written in _VNI_TONES.items():
        for form, tone in zip(written, _TONES, strict=True):
            letter = unicodedata.normalize("NFC", _VNI_LETTERS.get(base, base) + tone)
            table[form.format(base)] = letter
    capitals = {w.upper(): letter.upper() for w, letter in table.items()}
    mixed = {w[0].upper() + w[1:]: letter.upper() for w, letter in table.items()}
    return table | mixed | capitals


_TABLES: Mapping[Encoding, Mapping[str, str]] = {
    "tcvn3": _tcvn3(),
    "tcvn3_capitals": _tcvn3(),
    "vni": _vni(),
}
_WRITTEN = {name: {letter: w for w, letter in table.items()} for name, table in _TABLES.items()}
_FINDERS = {
    name: re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    for name, table in _TABLES.items()
}
_FONTS: tuple[tuple[str, Encoding], ...] = (
    (r"\.vn.*h", "tcvn3_capitals"),
    (r"\.vn.*", "tcvn3"),
    (r"vni[- ].*", "vni"),
)
#: What other languages hardly have beside a letter: signs for TCVN3, some letters for VNI.
_HINTS: Mapping[Encoding, re.Pattern[str]] = {
    "tcvn3": re.compile("[A-Za-zÀ-ÿ][¡-¯µ-¿]|[¡-¯µ-¿][A-Za-zÀ-ÿ]"),
    "vni": re.compile("[øåäöñ]", re.IGNORECASE),
}
#: What they never have: a sign between letters, a capital behind a small letter, a mark behind its letter.
_PROOFS: Mapping[Encoding, re.Pattern[str]] = {
    "tcvn3": re.compile("[A-Za-zÀ-ÿ][¡-¯µ-¿][A-Za-zÀ-ÿ]|[a-z][À-ß]"),
    "vni": re.compile("[aeouyôö][øåä]|[aeo]â|aê", re.IGNORECASE),
}


def decode(text: str, encoding: Encoding) -> str:
    """Return what a text in an old encoding says, composed (NFC); what the encoding lacks stays."""
    table = _TABLES[encoding]
    plain = unicodedata.normalize("NFC", _FINDERS[encoding].sub(lambda one: table[one.group()], text))
    return plain.upper() if encoding == "tcvn3_capitals" else plain


def encode(text: str, encoding: Encoding) -> str:
    """Return the text as the old encoding keeps it; what it cannot say stays."""
    table = _WRITTEN[encoding]
    composed = unicodedata.normalize("NFC", text)
    return "".join(table.get(letter, letter) for letter in composed)


def encoding_of_font(font: str) -> Encoding | None:
    """Return the encoding that a font of this name draws, or None if it draws Unicode."""
    name = font.strip().casefold()
    return next((encoding for pattern, encoding in _FONTS if re.fullmatch(pattern, name)), None)


def detect(text: str, font: str = "") -> Conversion | None:
    """Return what the text says if it is written in an old encoding, or None where it is not.

    Edges:   ASCII, other languages and Unicode are left alone: each changed word must come out as a
             syllable, and without a font there must be a sign that no other language has. A text that
             says something either way (`is_doubtful`) is left as it is.
    """
    composed = unicodedata.normalize("NFC", text)
    told = encoding_of_font(font)
    for encoding in (told,) if told else ("tcvn3", "vni"):
        after = _read(composed, encoding)
        if after and (not _is_sound(composed) if told else _is_telling(composed, encoding)):
            return Conversion(encoding, composed, after)
    return None


def is_doubtful(text: str, font: str = "") -> bool:
    """Return whether some of the text looks like an old encoding, and not enough of it to convert it.

    Edges:   so is a text in an old font that says something with the font and without it, and one of
             which single words are in an old encoding and others are not.
    """
    if detect(text, font):
        return False
    composed, told = unicodedata.normalize("NFC", text), encoding_of_font(font)
    if told and _read(composed, told):
        return True
    return any(detect(word, font) for word in composed.split() if not word.isascii())


def _read(text: str, encoding: Encoding) -> str:
    """Return what the text says in the encoding, or "" where it cannot be written in it."""
    rest = _FINDERS[encoding].sub("", text)
    if text.isascii() or any(letter.isalpha() and not letter.isascii() for letter in rest):
        return ""
    after = decode(text, encoding)
    pairs = zip(text.split(), after.split(), strict=False)
    changed = " ".join(new for old, new in pairs if not old.isascii())
    return after if after != text and _has_only_syllables(changed) else ""


def _is_sound(text: str) -> bool:
    """Return whether the text says something as it stands: every word beyond ASCII is a syllable."""
    return _has_only_syllables(" ".join(word for word in text.split() if not word.isascii()))


def _is_telling(text: str, encoding: Encoding) -> bool:
    if _PROOFS[encoding].search(text):
        return True
    return bool(_HINTS[encoding].search(text)) and len({*_FINDERS[encoding].findall(text)} - {"\xa0"}) > 1


def _has_only_syllables(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    return bool(words) and all(is_syllable(word) for word in words)


_ONSET = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_NUCLEUS = (
    "oai|oay|oao|oeo|uây|uyu|uya|uyê|iêu|yêu|uôi|ươi|ươu|oa|oă|oe|oo|uâ|uê|uy|uơ|ua|ia|ya|iê|yê|uô|ưa|ươ|"
    "ai|ay|ao|au|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(rf"{_ONSET}({_NUCLEUS})(ch|ng|nh|c|m|n|p|t)?")
_STOPPED, _OF_STOPPED = {"c", "ch", "p", "t"}, {"\u0301", "\u0323"}


def is_syllable(word: str) -> bool:
    """Return whether a word is built as a syllable of the language of these fonts: letters, tone and end."""
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    split = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in split if mark in _TONES]
    plain = unicodedata.normalize("NFC", "".join(mark for mark in split if mark not in _TONES))
    found = _SYLLABLE.fullmatch(plain)
    if not found or len(tones) > 1:
        return False
    return found.group(2) not in _STOPPED or set(tones) <= _OF_STOPPED and bool(tones)
