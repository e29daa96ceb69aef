"""Texts that are hard to print: what officers type and paste, and what they should not."""

TONES = ["", "่", "้", "๊", "๋"]
CONSONANTS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
MARKS = ["ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "็", "์", "ํ"]
STACKS = [
    " ".join(f"{base}{mark}{tone}" for mark in MARKS[:7] for tone in TONES) for base in CONSONANTS
]  # one line a consonant
SARA_AM = [" ".join(f"{base}{tone}ำ" for base in CONSONANTS[at : at + 6] for tone in TONES) for at in range(0, 46, 6)]
LEADING = [" ".join(f"{lead}{base}{tone}า" for base in "กปฝฟญฐ" for tone in TONES) for lead in "เแโใไ"]
WORDS = (
    "น้ำ ก๋วยเตี๋ยว ที่ทำการ ญี่ปุ่น กตัญญู ฐานุศาสตร์ ฤดู ฤๅษี ฦๅชา ฯลฯ ต่าง ๆ ฯพณฯ เก็บ ศักดิ์สิทธิ์ ปฏิสังขรณ์ "
    "บริสุทธิ์ พิพิธภัณฑ์ ฎีกา กฎหมาย ผู้ว่าฯ กรุงเทพฯ ๏ ๚ ๛ ฿ ธํ พฺรหฺม"
)
MIXED = "ข้อ ๑.๒.๓ (Item O27) ปี 2568/๒๕๖๘ ได้ 90.65% = ๙๐.๖๕% ITA-EIT: 85≤x<95, +1.72/−7.11 ½ €100 A4"
LONG_WORD = "ก๊วนน้ำญี่ปุ่นที่ทำการกตัญญูฐานุศาสตร์"[:30] * 10  # 300 characters without a space
LONG_LATIN = "Abcdefghi0" * 30
ADDRESSES = (
    "saraban@example.go.th https://www.example.go.th/ita/2568?item=o27&page=2#top "
    "http://example.go.th/%E0%B8%81/" + "a" * 120
)
MARKUP = (
    "<script>alert('x')</script> & &amp; <b>ตัวหนา</b> </td></tr></table> 5 < 7 > 3 {{ x }} {% x %} "
    "=SUM(A1) <!-- ก --> ]]> javascript:alert(1) \\u0e01 ${x} `x`"
)
EMOJI = "ยิ้ม 😀 เยี่ยม 👍🏽 ธง 🇹🇭 ครอบครัว 👨👩👧 หัวใจ ❤ ปฏิทิน 📅 เตือน ⚠ น้ำ💧ญี่ปุ่น🎌"
SYMBOLS = "✓ ✔ ✗ ☐ ☑ ☒ □ ■ ● ○ ★ ☆ ◇ ► ➢ ❖ ✦ → ← ↑ ↓ • … – — “คำพูด” ‘คำ’ ☎ ◻ ➔"
CELL = "".join(f"ประโยคที่ {number} ว่าด้วยน้ำและที่ทำการของเทศบาล " for number in range(1, 75))[:3000]

# What takes many lines comes first, where it crosses no page.
TEXTS = [ADDRESSES, LONG_WORD, LONG_LATIN, *SARA_AM, *LEADING, *STACKS, WORDS, MIXED, MARKUP, EMOJI, SYMBOLS]
