"""Old fonts: every letter there and back, known by font or pattern, and nothing else is touched."""

import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.registry.encodings import decode, detect, encode, encoding_of_font, is_doubtful, is_syllable

TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES] + ["đ"]
LETTERS = SMALL + [letter.upper() for letter in SMALL]
#: What an officer writes, and what the two kinds of fonts keep of it.
SAMPLES = [
    (
        "Tốc độ tăng GRDP đạt thấp do thu hút đầu tư giảm 5,3%",
        "Tèc ®é t¨ng GRDP ®¹t thÊp do thu hót ®Çu t\xad gi¶m 5,3%",
        "Toác ñoä taêng GRDP ñaït thaáp do thu huùt ñaàu tö giaûm 5,3%",
    ),
    ("Hà Nội", "Hµ Néi", "Haø Noäi"),
    ("Thu ngân sách", "Thu ng©n s¸ch", "Thu ngaân saùch"),
    ("Ước cả năm vượt kế hoạch", "¦íc c¶ n¨m v\xadît kÕ ho¹ch", "Öôùc caû naêm vöôït keá hoaïch"),
    ("Đạt", "§¹t", "Ñaït"),
]
OTHERS = [
    "GRDP growth of 2023, 5.3 %",
    "où est-il ? L’été, août, maïs, naïve, « oui », déjà vu, Noël, hôtel, garçon",
    "für schöne Grüße, Öl, Köln",
    "São Paulo, mañana, señor, İstanbul, København, på",
    "km², m³, 25 °C, ±2, 5 µm, 10 µm, ½, § 5, Excel®, ©2023, col·lega",
    "Không đạt do thiếu vốn; ước cả năm đạt 95% kế hoạch",
    "có lý do, hoá đơn, toán, là, thì, bé, ý, cũ",
    "HỘI ĐỒNG NHÂN DÂN; TP. Hồ Chí Minh; Đắk Lắk, Krông Búk",
]


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_goes_there_and_back(letter, encoding):
    """Every letter with every tone, small and capital, is kept by the encoding and read again."""
    assert decode(encode(letter, encoding), encoding) == letter


@given(words=st.lists(st.text(st.sampled_from([*LETTERS, *"bcghklmnpqrstvx0123456789 ,.%"])), max_size=5))
def test_any_text_of_these_letters_goes_there_and_back_in_tcvn3(words):
    """One byte a letter: no text is ambiguous."""
    text = " ".join(words)
    assert decode(encode(text, "tcvn3"), "tcvn3") == text


@pytest.mark.parametrize(("text", "tcvn3", "vni"), SAMPLES)
def test_texts_are_known_by_their_pattern_and_by_their_font(text, tcvn3, vni):
    """Each sample is told to be in its encoding without and with its font, and comes out as it was meant."""
    for written, encoding, font in ((tcvn3, "tcvn3", ".VnArial Narrow"), (vni, "vni", "VNI-Times")):
        for known in ("", font):
            found = detect(written, known)
            assert (found.encoding, found.before, found.after) == (encoding, written, text)
    assert detect(text) is None
    assert (encode(text, "tcvn3"), encode(text, "vni")) == (tcvn3, vni)


def test_a_font_of_capitals_draws_capitals():
    """.VnTimeH keeps small letters and draws capitals."""
    assert encoding_of_font(".VnTimeH") == "tcvn3_capitals"
    assert detect("Hµ Néi", ".VnTimeH").after == "HÀ NỘI"
    assert encoding_of_font("Times New Roman") is None


@pytest.mark.parametrize("text", OTHERS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_other_texts_are_left_alone(text, form):
    """ASCII, other languages, signs and Unicode of either form are never taken for an old encoding."""
    written = unicodedata.normalize(form, text)
    assert detect(written) is None
    assert not is_doubtful(written)


@given(text=st.text(st.characters(max_codepoint=127)), font=st.sampled_from(["", ".VnTime", "VNI-Times"]))
def test_ascii_is_never_converted(text, font):
    """Digits and plain letters are the same in every font."""
    assert detect(text, font) is None


@given(words=st.lists(st.text(st.sampled_from([*SMALL, *"bcghklmnpqrstvx"]), min_size=1), min_size=1))
def test_unicode_in_an_old_font_is_never_converted(words):
    """Modern typing in a cell that kept its old font: a letter that the font lacks tells it apart."""
    text = " ".join([*words, "vượt"])
    assert detect(text, ".VnTime") is None
    assert detect(text, "VNI-Times") is None


def test_what_says_something_either_way_is_a_doubt():
    """One word that two readings fit, and a text of which only some words are old, are named."""
    assert detect("Bé", ".VnTime") is None
    assert is_doubtful("Bé", ".VnTime")
    assert is_doubtful("Tèc ®é t¨ng của tỉnh")
    assert not is_doubtful("Kế hoạch", ".VnTime")


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "tuyến", "Khuỷu", "ước", "OÁCH", "giữ", "y"])
def test_syllables(word):
    """Words as they are built: beginning, vowels, end, one tone."""
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["déjà", "tèc", "Bưse", "aỏt", "vIệt", "strong", "kế̀"])
def test_what_is_no_syllable(word):
    """A stop with a low tone, a cluster, a capital inside, two tones."""
    assert not is_syllable(word)


@pytest.mark.iconv
def test_the_table_is_the_standard():
    """Each byte says what the C library's TCVN 5712-1 says."""
    everything = bytes([1, 2, 4, 5, 6, *range(0x11, 0x18), *range(0x80, 0x100)])
    asked = b" ".join(bytes([byte]) for byte in everything)
    told = subprocess.run(
        ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=asked, capture_output=True, check=True
    ).stdout.decode()
    kept = " ".join(_kept(byte) for byte in everything)
    assert decode(kept, "tcvn3") == unicodedata.normalize("NFC", told)


def _kept(byte: int) -> str:
    """Return how a spreadsheet keeps a byte: as its Windows letter."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
