"""Messages whose octets are odd: line ends, long lines, transfer encodings done badly, charsets."""

import base64
import quopri

TOP = b"From: alice@example.test\r\nSubject: octets\r\nMIME-Version: 1.0\r\n"


def text(fields, body):
    return TOP + fields.encode() + b"\r\n" + body


LINES = {
    "no-last-line-end": text("", b"one\r\ntwo"),
    "empty-body": text("", b""),
    "one-octet": text("", b"x"),
    "one-line-end": text("", b"\r\n"),
    "blank-lines-at-end": text("", b"one\r\n\r\n\r\n\r\n"),
    "blanks-at-line-ends": text("", b"one  \r\ntwo\t\r\n   \r\n"),
    "dots": text("", b".\r\n..\r\n.one\r\n"),
    "mbox-from": text("", b"From me\r\n>From you\r\nFrom: no field\r\n"),
    "bare-lf": text("", b"one\ntwo\nthree\n"),
    "bare-lf-once": text("", b"one\r\ntwo\nthree\r\n"),
    "bare-lf-header": (TOP + b"\r\none\r\n").replace(b"\r\n", b"\n"),
    "bare-lf-last": text("", b"one\r\ntwo\n"),
    "bare-cr": text("", b"one\rtwo\rthree\r\n"),
    "bare-cr-last": text("", b"one\r"),
    "cr-cr-lf": text("", b"one\r\r\ntwo\r\r\n"),
    "lf-cr": text("", b"one\n\rtwo\n\r"),
    "bare-lf-multipart": (TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n"
                          b"--b--\r\n").replace(b"\r\n", b"\n"),
    "bare-lf-delimiters": TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\n\none\n--b\n\ntwo\n--b--\n",
    "bare-cr-before-delimiter": TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r--b\r\n\r\ntwo\r\n--b--\r\n",
    "cr-behind-delimiter": TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\r\n\r\none\r\n--b--\r\r\n",
    "bare-cr-in-part-header": (TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\r\n\r\n"
                               b"one\r\n--b--\r\n"),
    "long-998": text("", b"x" * 998 + b"\r\n"),
    "long-10000": text("", b"x" * 10_000 + b"\r\n"),
    "long-200000": text("", b"x" * 200_000 + b"\r\nend\r\n"),
    "long-no-line-end": text("", b"x" * 70_000),
    "many-lines": text("", b"a line\r\n" * 10_000),
    "line-ends-at-4096": text("", (b"x" * 61 + b"\r\n") * 300),
    "line-ends-at-8192": text("", b"y" + (b"x" * 126 + b"\r\n") * 200),
    "controls": text("", bytes(set(range(1, 32)) - {10, 13}) + b"\x7f\r\n"),
    "all-8-bit": text("Content-Transfer-Encoding: 8bit\r\n", bytes(range(128, 256)) + b"\r\n"),
}

CONTENT = "Grüße, Jürgen = ok\r\nzweite Zeile \r\n".encode()
BASE64 = base64.encodebytes(CONTENT).replace(b"\n", b"\r\n")
Q = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
B = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
TRANSFER = {
    "base64": text(B, BASE64),
    "base64-no-line-end": text(B, BASE64.rstrip()),
    "base64-one-line": text(B, base64.b64encode(CONTENT * 50) + b"\r\n"),
    "base64-short-lines": text(B, b"SGVs\r\nbG8g\r\nd29y\r\nbGQ=\r\n"),
    "base64-odd-lines": text(B, b"SGVsb\r\nG8gd2\r\n9ybGQ=\r\n"),
    "base64-blank-lines": text(B, b"SGVs\r\n\r\nbG8=\r\n\r\n"),
    "base64-blanks": text(B, b"SGVs bG8g\td29y bGQ=\r\n"),
    "base64-blanks-at-ends": text(B, b"  SGVsbG8=  \r\n"),
    "base64-empty": text(B, b""),
    "base64-only-line-end": text(B, b"\r\n"),
    "base64-no-padding": text(B, b"SGVsbG8\r\n"),
    "base64-one-padding-of-two": text(B, b"SGVsbG8gd29ybA=\r\n"),
    "base64-padding-too-much": text(B, b"SGVsbG8===\r\n"),
    "base64-padding-only": text(B, b"====\r\n"),
    "base64-behind-padding": text(B, b"SGVsbG8=d29ybGQ=\r\n"),
    "base64-behind-padding-line": text(B, b"SGVsbG8=\r\nd29ybGQ=\r\n"),
    "base64-text-behind-padding": text(B, b"SGVsbG8=\r\n\r\n-- a list's footer --\r\n"),
    "base64-foreign-octets": text(B, b"SGV!sb*G8=\r\n"),
    "base64-url-alphabet": text(B, b"--__-_-_\r\n"),
    "base64-8-bit": text(B, b"SGVs\xc3\xbcbG8=\r\n"),
    "base64-one-left-over": text(B, b"SGVsbG8gd\r\n"),
    "base64-nul-within": text(B, base64.b64encode(b"a\0b\0\0c") + b"\r\n"),
    "base64-line-ends-within": text(B, base64.b64encode(b"one\ntwo\r\nthree\rfour\n") + b"\r\n"),
    "base64-all-octets": text(B, base64.encodebytes(bytes(range(256))).replace(b"\n", b"\r\n")),
    "base64-image": text("Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n",
                         base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0\0") + b"\r\n"),
    "base64-large": text(B, base64.encodebytes(bytes(n * 7 % 256 for n in range(50_000))).replace(b"\n", b"\r\n")),
    "q-plain": text(Q, quopri.encodestring(CONTENT.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")),
    "q-no-line-end": text(Q, b"Gr=C3=BC=C3=9Fe"),
    "q-empty": text(Q, b""),
    "q-lower": text(Q, b"Gr=c3=bc=c3=9fe\r\n"),
    "q-soft": text(Q, b"one =\r\ntwo=\r\n three\r\n"),
    "q-soft-blanks": text(Q, b"one=  \r\ntwo=\t\r\nthree\r\n"),
    "q-soft-last": text(Q, b"one\r\ntwo=\r\n"),
    "q-soft-at-end": text(Q, b"one="),
    "q-soft-only": text(Q, b"=\r\n=\r\n=\r\n"),
    "q-trailing-blanks": text(Q, b"one   \r\ntwo\t \t\r\nthree\r\n"),
    "q-trailing-blanks-at-end": text(Q, b"one   "),
    "q-blank-line-of-blanks": text(Q, b"one\r\n   \r\ntwo\r\n"),
    "q-encoded-blank": text(Q, b"one=20\r\ntwo=09\r\n"),
    "q-encoded-line-end": text(Q, b"one=0D=0Atwo=0Athree=0D\r\n"),
    "q-encoded-nul": text(Q, b"a=00b\r\n"),
    "q-not-hex": text(Q, b"a =XY b =G1 c =1G\r\n"),
    "q-one-digit": text(Q, b"a =A\r\nb =1\r\n"),
    "q-one-digit-at-end": text(Q, b"a =A"),
    "q-equals-twice": text(Q, b"a == b =3D= c\r\n"),
    "q-equals-blank": text(Q, b"1 = 1\r\n"),
    "q-8-bit": text(Q, b"Gr\xc3\xbc=C3=9Fe\r\n"),
    "q-long-line": text(Q, b"=C3=BC" * 500 + b"\r\n"),
    "q-controls": text(Q, b"a\x01b\x1fc\r\n"),
    "q-dots": text(Q, b"=2E\r\n.\r\n"),
    "uuencode": text("Content-Type: text/plain\r\nContent-Transfer-Encoding: x-uuencode\r\n", b"begin 644 a\r\n#86)C\r\n`\r\nend\r\n"),
    "declared-7bit-is-8bit": text("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n", CONTENT),
    "binary": text("Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n", b"a\x01\xff\xfe\r\nb\r\n"),
}

CHARSETS = {
    "us-ascii": "plain", "iso-8859-1": "Grüße", "iso-8859-15": "10 €", "windows-1252": "„10 €“", "iso-8859-2": "Łódź", "koi8-r": "Привет",
    "windows-1251": "Привет", "iso-8859-7": "Ελλάδα", "iso-8859-8": "שלום", "windows-1256": "سلام", "iso-2022-jp": "日本語",
    "shift_jis": "日本語",
    "euc-jp": "日本語", "gb2312": "中文", "gb18030": "中文", "big5": "中文", "euc-kr": "한국어", "utf-8": "日本語 Grüße", "utf-7": "Grüße",
    "utf-16le": "Grüße", "utf-16be": "Grüße",
}


def charset_messages():
    for name, words in CHARSETS.items():
        raw = (words + "\r\n").encode(name)
        head = f"Content-Type: text/plain; charset={name}\r\n"
        yield f"charset/{name}-base64", text(head + "Content-Transfer-Encoding: base64\r\n",
                                             base64.encodebytes(raw).replace(b"\n", b"\r\n"))
        encoded = base64.b64encode(words.encode(name)).decode()
        named = f"Subject: =?{name}?B?{encoded}?=\r\nFrom: =?{name}?B?{encoded}?= <a@example.test>\r\n".encode()
        if b"\0" not in raw:
            yield f"charset/{name}-8bit", named + head.encode() + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + raw
    yield "charset/unknown", text("Content-Type: text/plain; charset=x-none\r\nContent-Transfer-Encoding: 8bit\r\n", b"Gr\xfc\xdfe\r\n")
    yield "charset/wrong-utf-8", text("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n",
                                      b"Gr\xfc\xdfe \xc0\x80\r\n")
    yield "charset/bom-utf-8", text("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n",
                                    b"\xef\xbb\xbftext\r\n")


def messages():
    for family, texts in (("lines", LINES), ("transfer", TRANSFER)):
        for name, octets in texts.items():
            yield f"{family}/{name}", octets
    yield from charset_messages()
