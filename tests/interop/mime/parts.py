"""Messages of one part whose MIME fields are of every form: Content-Type and its parameters, encodings, disposition, language…"""

import addresses

TYPES = {  # RFC 2045 5.1
    "none": None,
    "text-plain": "text/plain",
    "case": "TeXt/PlAiN; CharSet=US-ascii",
    "charset": "text/plain; charset=utf-8",
    "charset-quoted": 'text/plain; charset="utf-8"',
    "charset-empty": "text/plain; charset=",
    "charset-quoted-empty": 'text/plain; charset=""',
    "charset-8-bit": "text/plain; charset=ütf-8",
    "text-html": "text/html; charset=iso-8859-1",
    "text-unknown": "text/x-unknown",
    "application": "application/octet-stream",
    "image": "image/png; name=a.png",
    "audio": "audio/basic",
    "video": "video/mpeg",
    "model": "model/vrml",
    "font": "font/woff2",
    "x-type": "x-own/x-sub",
    "vendor": "application/vnd.example+json; version=1.0",
    "type-with-token-specials": "x!#$&-^_/y!#$&-^_.+",
    "blanks-around-slash": "text / plain",
    "comment-behind": "text/plain (a comment)",
    "comment-before": "(a comment) text/plain",
    "comment-between": "text (a) / (b) plain",
    "comment-in-parameters": "text/plain; (a) charset (b) = (c) utf-8 (d); (e) format=flowed",
    "comment-with-semicolon": "text/plain (a; b=c); charset=utf-8",
    "comment-nested": "text/plain (a (b) c); charset=utf-8",
    "comment-unclosed": "text/plain (a; charset=utf-8",
    "folded": "text/plain;\r\n charset=utf-8;\r\n\tformat=flowed",
    "folded-before-value": "text/plain; charset=\r\n utf-8",
    "folded-in-quoted": 'text/plain; name="a\r\n b"',
    "folded-first": "\r\n text/plain; charset=utf-8",
    "parameters-two": "text/plain; charset=utf-8; format=flowed",
    "parameters-three-order": "text/plain; zeta=1; alpha=2; mid=3",
    "parameter-twice": "text/plain; charset=utf-8; charset=us-ascii",
    "parameter-twice-case": "text/plain; charset=utf-8; CHARSET=us-ascii",
    "parameter-no-value": "text/plain; charset",
    "parameter-no-value-then-another": "text/plain; charset; format=flowed",
    "parameter-no-name": "text/plain; =utf-8",
    "parameter-no-name-then-another": "text/plain; =utf-8; format=flowed",
    "parameter-empty": "text/plain; ; charset=utf-8",
    "parameter-semicolons-many": "text/plain;;;charset=utf-8;;",
    "parameter-semicolon-last": "text/plain; charset=utf-8;",
    "parameter-semicolon-only": "text/plain;",
    "parameter-comma": "text/plain, charset=utf-8",
    "parameter-without-semicolon": "text/plain charset=utf-8",
    "parameters-without-semicolon": "text/plain; charset=utf-8 format=flowed",
    "parameter-blanks-around-equals": "text/plain; charset = utf-8",
    "parameter-equals-in-value": "text/plain; name=a=b",
    "parameter-equals-twice": "text/plain; name==b",
    "parameter-slash-in-value": "text/plain; name=a/b.txt",
    "parameter-colon-in-value": "text/plain; name=a:b",
    "parameter-at-in-value": "text/plain; name=a@b",
    "parameter-angle-in-value": "text/plain; start=<a@b>",
    "parameter-brackets-in-value": "text/plain; name=a[1].txt",
    "parameter-question-in-value": "text/plain; name=what?.txt",
    "parameter-comma-in-value": "text/plain; name=a,b.txt",
    "parameter-blank-in-value": "text/plain; name=my file.txt",
    "parameter-apostrophes": "text/plain; name='my file.txt'",
    "parameter-backslash-in-value": "text/plain; name=a\\b.txt",
    "parameter-quoted-pair": r'text/plain; name="a\"b\\c"',
    "parameter-quoted-pair-of-letter": r'text/plain; name="C:\temp\new"',
    "parameter-quoted-semicolon": 'text/plain; name="a;b=c"; charset=utf-8',
    "parameter-quoted-parenthesis": 'text/plain; name="a(b)c"',
    "parameter-quoted-blanks": 'text/plain; name="  a  b  "',
    "parameter-quoted-unclosed": 'text/plain; name="a; charset=utf-8',
    "parameter-quoted-and-rest": 'text/plain; name="a"b; charset=utf-8',
    "parameter-token-and-quoted": 'text/plain; name=a"b"; charset=utf-8',
    "parameter-quoted-twice": 'text/plain; name="a" "b"; charset=utf-8',
    "parameter-utf-8": "text/plain; name=Grüße.txt",
    "parameter-utf-8-quoted": 'text/plain; name="Grüße.txt"',
    "parameter-latin-1-quoted": b'text/plain; name="Gr\xfc\xdfe.txt"',
    "parameter-encoded-word": "text/plain; name==?utf-8?Q?Gr=C3=BC=C3=9Fe.txt?=",
    "parameter-encoded-word-quoted": 'text/plain; name="=?utf-8?Q?Gr=C3=BC=C3=9Fe.txt?="',
    "parameter-name-with-blank": "text/plain; my name=a",
    "parameter-name-quoted": 'text/plain; "name"=a',
    "parameter-very-long": 'text/plain; name="' + "n" * 2000 + '"',
    "parameters-sixty": "text/plain" + "".join(f";\r\n p{n}={n}" for n in range(60)),
    "rfc2231-charset": "text/plain; name*=utf-8''Gr%C3%BC%C3%9Fe.txt",
    "rfc2231-language": "text/plain; name*=utf-8'de'Gr%C3%BC%C3%9Fe.txt",
    "rfc2231-no-charset": "text/plain; name*=''plain.txt",
    "rfc2231-latin-1": "text/plain; name*=iso-8859-1''Gr%FC%DFe.txt",
    "rfc2231-continued": 'text/plain; name*0="one "; name*1="two "; name*2="three"',
    "rfc2231-continued-tokens": "text/plain; name*0=one; name*1=two",
    "rfc2231-continued-out-of-order": 'text/plain; name*1="two"; name*0="one"',
    "rfc2231-continued-gap": 'text/plain; name*0="one"; name*2="three"',
    "rfc2231-continued-from-one": 'text/plain; name*1="one"; name*2="two"',
    "rfc2231-continued-twelve": "text/plain" + "".join(f"; name*{n}=p{n}" for n in range(12)),
    "rfc2231-continued-leading-zero": "text/plain; name*00=one; name*01=two",
    "rfc2231-continued-and-encoded": "text/plain; name*0*=utf-8''Gr%C3%BC; name*1*=%C3%9Fe; name*2=\".txt\"",
    "rfc2231-continued-first-plain": "text/plain; name*0=\"a \"; name*1*=%C3%9F",
    "rfc2231-beside-plain": "text/plain; name=plain.txt; name*=utf-8''Gr%C3%BC%C3%9Fe.txt",
    "rfc2231-bad-percent": "text/plain; name*=utf-8''100%.txt%4",
    "rfc2231-no-quotes": "text/plain; name*=plain.txt",
    "rfc2231-quoted": "text/plain; name*=\"utf-8''a%20b\"",
    "rfc2231-charset-of-text": "text/plain; charset*=us-ascii'en'utf-8; name*0=a; name*1=b",
    "empty": "",
    "blank": "   ",
    "no-slash": "text",
    "no-slash-known": "text; charset=utf-8",
    "no-subtype": "text/",
    "no-subtype-parameter": "text/; charset=utf-8",
    "no-type": "/plain",
    "slash-only": "/",
    "slash-twice": "text/plain/more",
    "type-quoted": '"text"/"plain"',
    "type-whole-quoted": '"text/plain"',
    "type-8-bit": "täxt/plain",
    "type-two-words": "text/plain html",
    "parameter-first": "charset=utf-8; text/plain",
    "semicolon-first": "; charset=utf-8",
    "rest-of-mailer": "text/plain; charset=us-ascii (Plain text)\r\n",
    "multipart-no-subtype": "multipart; boundary=x",
    "message-no-subtype": "message",
}

ENCODINGS = {  # RFC 2045 6.1
    "7bit": "7bit", "8bit": "8bit", "binary": "binary", "base64": "base64", "quoted-printable": "quoted-printable",
    "upper": "BASE64", "mixed-case": "Quoted-Printable", "unknown": "x-unknown", "uuencode": "x-uuencode", "empty": "", "blank": "  ",
    "quoted": '"base64"', "comment": "base64 (of text)", "comment-before": "(of text) base64", "parameter": "base64; x=y",
    "blanks-around": "   base64   ", "two-words": "quoted printable", "folded": "\r\n base64", "8-bit": "bäse64", "misspelt": "8-bit",
}

DISPOSITIONS = {  # RFC 2183 2
    "inline": "inline",
    "attachment": "attachment",
    "case": "ATTACHMENT; FileName=a.txt",
    "filename": "attachment; filename=a.txt",
    "filename-quoted": 'attachment; filename="my file.txt"',
    "filename-blank-unquoted": "attachment; filename=my file.txt",
    "filename-rfc2231": "attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.txt",
    "filename-continued": 'attachment; filename*0="a"; filename*1="b.txt"',
    "filename-utf-8": 'attachment; filename="Grüße.txt"',
    "dates": 'attachment; filename=a; creation-date="Tue, 24 Nov 2026 10:00:00 +0000"; size=7',
    "unknown": "x-own; a=b",
    "empty": "",
    "blank": " ",
    "semicolon-only": ";",
    "parameter-only": "; filename=a.txt",
    "filename-without-type": "filename=a.txt",
    "comment": "attachment (why) ; filename=a.txt",
    "quoted": '"attachment"; filename=a.txt',
    "semicolon-last": "attachment;",
    "two-words": "attachment inline; filename=a.txt",
    "slash": "attachment/x; filename=a.txt",
    "8-bit": "anhäng; filename=a.txt",
}

LANGUAGES = {  # RFC 3282 2
    "one": "en", "two": "en, de", "three-folded": "en,\r\n de,\r\n\tfr", "region": "de-CH", "comment": "de (German)", "empty": "",
    "blank": " ",
    "comma-only": ",", "comma-last": "en,", "commas-two": "en,,de", "blank-separates": "en de", "quoted": '"en"', "semicolon": "en;q=0.8",
    "case": "EN-us", "8-bit": "dä",
}

LOCATIONS = {  # RFC 2557 4
    "url": "http://www.example.test/a.html", "relative": "a.html", "quoted": '"http://www.example.test/a.html"',
    "comment": "http://www.example.test/ (there)", "blanks": "  http://www.example.test/  ", "blank-inside": "http://www.example.test/a b",
    "folded": "http://www.example.test/very/\r\n long/path.html", "empty": "", "blank": " ", "8-bit": "http://www.example.test/ä",
}

SUMS = {  # RFC 1864
    "plain": "Q2hlY2sgSW50ZWdyaXR5IQ==", "comment": "Q2hlY2sgSW50ZWdyaXR5IQ== (sum)", "blanks": "   Q2hlY2sgSW50ZWdyaXR5IQ==  ",
    "empty": "",
    "folded": "Q2hlY2sg\r\n SW50ZWdyaXR5IQ==", "wrong": "not a sum",
}

IDS = {  # RFC 2045 7
    "plain": "<part@example.test>", "no-angle": "part@example.test", "comment": "<part@example.test> (id)",
    "blanks": "   <part@example.test>  ",
    "folded": "\r\n <part@example.test>", "empty": "", "two": "<a@example.test> <b@example.test>",
}

DESCRIPTIONS = {  # RFC 2045 8
    "plain": "a part", "quoted": '"a part"', "comment": "a part (of text)", "folded": "a part\r\n of text",
    "encoded-word": "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
    "utf-8": "Grüße", "empty": "", "blank": "  ", "backslash": "a\\b", "blanks-inside": "a   b",
}

VERSIONS = {  # of MIME-Version (RFC 2045 4): whether MIME is looked at does not hang on it
    "absent": None, "two": "2.0", "comment": "1.0 (made by hand)", "comment-within": "1.(x)0", "empty": "", "lower-field": "1.0",
}

DOUBLED = {
    "type": "Content-Type: text/plain; charset=utf-8\r\nContent-Type: text/html; charset=us-ascii\r\n",
    "type-first-broken": "Content-Type: text\r\nContent-Type: text/html\r\n",
    "type-first-empty": "Content-Type:\r\nContent-Type: text/html\r\n",
    "encoding": "Content-Transfer-Encoding: 8bit\r\nContent-Transfer-Encoding: 7bit\r\n",
    "id": "Content-ID: <a@example.test>\r\nContent-ID: <b@example.test>\r\n",
    "description": "Content-Description: a\r\nContent-Description: b\r\n",
    "disposition": "Content-Disposition: inline\r\nContent-Disposition: attachment; filename=a\r\n",
    "language": "Content-Language: en\r\nContent-Language: de\r\n",
    "location": "Content-Location: a\r\nContent-Location: b\r\n",
    "md5": "Content-MD5: YQ==\r\nContent-MD5: Yg==\r\n",
}

TOP = b"From: alice@example.test\r\nSubject: part\r\n"
KINDS = [("type", "Content-Type", TYPES), ("encoding", "Content-Transfer-Encoding", ENCODINGS),
         ("disposition", "Content-Disposition", DISPOSITIONS),
         ("language", "Content-Language", LANGUAGES), ("location", "Content-Location", LOCATIONS), ("md5", "Content-MD5", SUMS),
         ("content-id", "Content-ID", IDS), ("description", "Content-Description", DESCRIPTIONS),
         ("mime-version", "MIME-Version", VERSIONS)]


def messages():
    for kind, field, forms in KINDS:
        version = b"" if field == "MIME-Version" else b"MIME-Version: 1.0\r\n"
        for name, value in forms.items():
            line = b"" if value is None else field.encode() + b": " + addresses.octets(value).removesuffix(b"\r\n") + b"\r\n"
            kept = b"Content-Type: text/html; charset=utf-8\r\n" if field == "MIME-Version" else b""
            body = b"Zmlyc3Qg\r\nbGluZSxz\r\n" if kind == "encoding" else b"first line\r\nsecond line\r\n"
            yield f"{kind}/{name}", TOP + version + line + kept + b"\r\n" + body
    for name, fields in DOUBLED.items():
        yield f"doubled/{name}", TOP + b"MIME-Version: 1.0\r\n" + fields.encode() + b"\r\ntext\r\n"
