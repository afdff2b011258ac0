"""Messages of many parts: multiparts of every kind, and their delimiters right, odd and missing (RFC 2046 5.1)."""

TOP = "From: alice@example.test\r\nSubject: tree\r\nMIME-Version: 1.0\r\n"
ONE, TWO = "Content-Type: text/plain\r\n\r\none\r\n", "Content-Type: text/html\r\n\r\n<p>two</p>\r\n"


def multipart(body, parameters="boundary=b", subtype="mixed", fields=""):
    return f"{TOP}{fields}Content-Type: multipart/{subtype}; {parameters}\r\n\r\n{body}"


def nested(depth, subtype="mixed"):
    """Multiparts within each other, each with one text before the next."""
    def level(n):
        inner = f"Content-Type: text/plain\r\n\r\nthe innermost, {depth} deep\r\n" if n == depth else level(n + 1)
        return (f"Content-Type: multipart/{subtype}; boundary=\"level-{n}-\"\r\n\r\n--level-{n}-\r\n\r\ntext {n}\r\n--level-{n}-\r\n"
                f"{inner}\r\n--level-{n}---\r\n")
    return TOP + level(1)


KINDS = {
    "mixed": multipart(f"--b\r\n{ONE}--b\r\n{TWO}--b--\r\n"),
    "alternative": multipart(f"--b\r\n{ONE}--b\r\n{TWO}--b--\r\n", subtype="alternative"),
    "parallel": multipart(f"--b\r\n{ONE}--b\r\n{TWO}--b--\r\n", subtype="parallel"),
    "related": multipart(f"--b\r\n{ONE}--b\r\nContent-ID: <two@x.test>\r\n{TWO}--b--\r\n",
                         'boundary=b; type="text/plain"; start="<one@x.test>"',
                         "related"),
    "signed": multipart(f"--b\r\n{ONE}--b\r\nContent-Type: application/pgp-signature\r\n\r\nsig\r\n--b--\r\n",
                        'boundary=b; micalg=pgp-sha1; protocol="application/pgp-signature"', "signed"),
    "encrypted": multipart("--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\n"
                           "Content-Type: application/octet-stream\r\n\r\nx\r\n--b--\r\n",
                           'boundary=b; protocol="application/pgp-encrypted"',
                           "encrypted"),
    "form-data": multipart("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n", subtype="form-data"),
    "report": multipart(f"--b\r\n{ONE}--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x.test\r\n\r\n"
                        "Final-Recipient: rfc822; a@x.test\r\nAction: failed\r\nStatus: 5.1.1\r\n--b\r\n"
                        "Content-Type: text/rfc822-headers\r\n\r\nFrom: a@x.test\r\nSubject: lost\r\n--b--\r\n",
                        "boundary=b; report-type=delivery-status", "report"),
    "digest": multipart("--b\r\n\r\nFrom: a@x.test\r\nSubject: one\r\n\r\nfirst\r\n--b\r\n\r\nFrom: b@x.test\r\nSubject: two\r\n\r\n"
                        "second\r\n--b--\r\n",
                        subtype="digest"),
    "digest-typed": multipart(f"--b\r\n{ONE}--b\r\n\r\nFrom: b@x.test\r\nSubject: two\r\n\r\nsecond\r\n--b--\r\n", subtype="digest"),
    "digest-other-field": multipart("--b\r\nContent-ID: <a@x.test>\r\n\r\nFrom: a@x.test\r\nSubject: one\r\n\r\nfirst\r\n--b--\r\n",
                                    subtype="digest"),
    "digest-bad-type": multipart("--b\r\nContent-Type: message\r\n\r\nFrom: a@x.test\r\nSubject: one\r\n\r\nfirst\r\n--b--\r\n",
                                 subtype="digest"),
    "digest-empty-part": multipart("--b\r\n\r\n--b\r\n\r\n\r\n--b--\r\n", subtype="digest"),
    "digest-in-mixed": multipart("--b\r\nContent-Type: multipart/digest; boundary=c\r\n\r\n--c\r\n\r\nSubject: one\r\n\r\nfirst\r\n"
                                 "--c--\r\n--b--\r\n"),
    "mixed-in-digest": multipart("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\ninner\r\n--c--\r\n--b--\r\n",
                                 subtype="digest"),
    "digest-case": multipart("--b\r\n\r\nSubject: one\r\n\r\nfirst\r\n--b--\r\n", subtype="DiGeSt"),
    "unknown": multipart(f"--b\r\n{ONE}--b\r\n{TWO}--b--\r\n", subtype="x-unknown"),
    "one-part": multipart(f"--b\r\n{ONE}--b--\r\n"),
    "hundred-parts": multipart("".join(f"--b\r\n\r\npart {n}\r\n" for n in range(100)) + "--b--\r\n"),
    "parts-without-type": multipart("--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n"),
    "two-alternatives-in-mixed": multipart(f"--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n{ONE}--c\r\n"
                                           f"{TWO}--c--\r\n"
                                           f"--b\r\nContent-Type: multipart/alternative; boundary=d\r\n\r\n--d\r\n{ONE}--d\r\n"
                                           f"{TWO}--d--\r\n--b--\r\n"),
    "all-fields": multipart("--b\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\nContent-ID: <p@x.test>\r\n"
                            "Content-Description: d\r\n"
                            "Content-Transfer-Encoding: 8bit\r\nContent-MD5: YQ==\r\nContent-Disposition: attachment; filename=a.txt\r\n"
                            "Content-Language: en, de\r\nContent-Location: a.txt\r\n\r\none\r\n--b--\r\n",
                            fields="Content-ID: <m@x.test>\r\nContent-Description: all\r\nContent-MD5: Yg==\r\n"
                                   "Content-Disposition: inline; x=y\r\n"
                                   "Content-Language: fr\r\nContent-Location: m\r\n"),
}

BOUNDARIES = {  # what the parameter says, what the delimiters are
    "quoted": multipart(f"--b b\r\n{ONE}--b b\r\n{TWO}--b b--\r\n", 'boundary="b b"'),
    "specials-quoted": multipart(f"--'()+_,-./:=?\r\n{ONE}--'()+_,-./:=?--\r\n", "boundary=\"'()+_,-./:=?\""),
    "specials-unquoted": multipart(f"--a=b/c:d\r\n{ONE}--a=b/c:d--\r\n", "boundary=a=b/c:d"),
    "dashes": multipart(f"-----\r\n{ONE}-------\r\n", "boundary=---"),
    "dashes-many": multipart(f"------=_Part_1\r\n{ONE}------=_Part_1\r\n{TWO}------=_Part_1--\r\n", 'boundary="----=_Part_1"'),
    "of-70": multipart(f"--{'x' * 70}\r\n{ONE}--{'x' * 70}--\r\n", f"boundary={'x' * 70}"),
    "of-200": multipart(f"--{'x' * 200}\r\n{ONE}--{'x' * 200}--\r\n", f"boundary={'x' * 200}"),
    "trailing-blank-quoted": multipart(f"--b \r\n{ONE}--b --\r\n", 'boundary="b "'),
    "leading-blank-quoted": multipart(f"-- b\r\n{ONE}-- b--\r\n", 'boundary=" b"'),
    "quoted-pair": multipart(f"--a\"b\r\n{ONE}--a\"b--\r\n", r'boundary="a\"b"'),
    "other-case": multipart(f"--B\r\n{ONE}--B--\r\n"),
    "utf-8": multipart(f"--bü\r\n{ONE}--bü--\r\n", 'boundary="bü"'),
    "comment": multipart(f"--b\r\n{ONE}--b--\r\n", "boundary=b (a comment)"),
    "twice": multipart(f"--b\r\n{ONE}--b\r\n--c\r\n{TWO}--c--\r\n--b--\r\n", "boundary=b; boundary=c"),
    "rfc2231": multipart(f"--b c\r\n{ONE}--b c--\r\n", "boundary*=us-ascii''b%20c"),
    "rfc2231-continued": multipart(f"--bc\r\n{ONE}--bc--\r\n", "boundary*0=b; boundary*1=c"),
    "empty": multipart(f"--\r\n{ONE}----\r\n", "boundary="),
    "quoted-empty": multipart(f"--\r\n{ONE}----\r\n", 'boundary=""'),
    "missing": multipart(f"--b\r\n{ONE}--b--\r\n", "x=y"),
    "missing-no-parameters": TOP + f"Content-Type: multipart/mixed\r\n\r\n--b\r\n{ONE}--b--\r\n",
    "quote-unclosed": multipart(f"--b\r\n{ONE}--b--\r\n", 'boundary="b'),
    "blanks-around-equals": multipart(f"--b\r\n{ONE}--b--\r\n", "boundary = b"),
    "upper-attribute": multipart(f"--b\r\n{ONE}--b--\r\n", "BOUNDARY=b"),
    "last-parameter": multipart(f"--b\r\n{ONE}--b--\r\n", "a=1; c=2; boundary=b"),
    "folded": multipart(f"--b\r\n{ONE}--b--\r\n", "\r\n\tboundary=b"),
    "folded-in-quoted": multipart(f"--b c\r\n{ONE}--b c--\r\n", 'boundary="b\r\n c"'),
}

INNER = "Content-Type: multipart/mixed; boundary={}\r\n\r\n"
DELIMITERS = {
    "preamble": multipart(f"This is a preamble.\r\n\r\n--b\r\n{ONE}--b--\r\n"),
    "preamble-looks-like-header": multipart(f"Content-Type: text/html\r\n\r\n--b\r\n{ONE}--b--\r\n"),
    "epilogue": multipart(f"--b\r\n{ONE}--b--\r\nThis is an epilogue.\r\n"),
    "epilogue-without-line-end": multipart(f"--b\r\n{ONE}--b--\r\nepilogue"),
    "epilogue-with-delimiter": multipart(f"--b\r\n{ONE}--b--\r\n--b\r\n{TWO}--b--\r\n"),
    "epilogue-blank-line": multipart(f"--b\r\n{ONE}--b--\r\n\r\n"),
    "blank-line-before-each": multipart(f"\r\n--b\r\n{ONE}\r\n--b\r\n{TWO}\r\n--b--\r\n"),
    "no-line-end-behind-close": multipart(f"--b\r\n{ONE}--b--"),
    "padding": multipart(f"--b  \r\n{ONE}--b\t\r\n{TWO}--b--   \r\n"),
    "padding-within-close": multipart(f"--b\r\n{ONE}--b --\r\n{TWO}--b--\r\n"),
    "rest-behind-delimiter": multipart(f"--b\r\n{ONE}--bxyz\r\n{TWO}--b--\r\n"),
    "rest-behind-delimiter-blank": multipart(f"--b\r\n{ONE}--b xyz\r\n{TWO}--b--\r\n"),
    "rest-behind-close": multipart(f"--b\r\n{ONE}--b--xyz\r\n{TWO}--b--\r\n"),
    "close-three-dashes": multipart(f"--b\r\n{ONE}--b---\r\n{TWO}--b--\r\n"),
    "close-one-dash": multipart(f"--b\r\n{ONE}--b-\r\n{TWO}--b--\r\n"),
    "indented": multipart(f"--b\r\n{ONE} --b\r\n{TWO}--b--\r\n"),
    "within-line": multipart(f"--b\r\n{ONE}text --b\r\n{TWO}--b--\r\n"),
    "one-dash": multipart(f"--b\r\n{ONE}-b\r\n{TWO}--b--\r\n"),
    "three-dashes": multipart(f"--b\r\n{ONE}---b\r\n{TWO}--b--\r\n"),
    "quoted-printable-dashes": multipart(f"=2D-b\r\n--b\r\n{ONE}=2D-b\r\n{TWO}--b--\r\n"),
    "stuffed": multipart(f"--b\r\n{ONE}.--b\r\n{TWO}--b--\r\n"),
    "dashes-alone": multipart(f"--b\r\n{ONE}--\r\n-- \r\n{TWO}--b--\r\n"),
    "close-missing": multipart(f"--b\r\n{ONE}--b\r\n{TWO}"),
    "close-missing-no-line-end": multipart(f"--b\r\n{ONE}--b\r\nContent-Type: text/html\r\n\r\ntwo"),
    "close-missing-inner": multipart(f"--b\r\n{INNER.format('c')}--c\r\n{ONE}--b\r\n{TWO}--b--\r\n"),
    "close-missing-both": multipart(f"--b\r\n{INNER.format('c')}--c\r\n{ONE}--c\r\n{TWO}"),
    "close-missing-outer": multipart(f"--b\r\n{INNER.format('c')}--c\r\n{ONE}--c--\r\n"),
    "close-first": multipart(f"--b--\r\n--b\r\n{ONE}--b--\r\n"),
    "close-alone": multipart("--b--\r\n"),
    "open-alone": multipart("--b\r\n"),
    "open-alone-no-line-end": multipart("--b"),
    "open-twice": multipart(f"--b\r\n--b\r\n{ONE}--b--\r\n"),
    "open-and-close": multipart("--b\r\n--b--\r\n"),
    "open-blank-close": multipart("--b\r\n\r\n--b--\r\n"),
    "open-two-blank-close": multipart("--b\r\n\r\n\r\n--b--\r\n"),
    "none": multipart("text without any delimiter\r\nand more\r\n"),
    "none-empty": multipart(""),
    "none-no-blank-line": TOP + "Content-Type: multipart/mixed; boundary=b\r\n",
    "none-blank-line-only": multipart("\r\n"),
    "inner-none": multipart(f"--b\r\n{INNER.format('c')}text without any delimiter\r\n--b\r\n{TWO}--b--\r\n"),
    "inner-none-empty": multipart(f"--b\r\n{INNER.format('c')}--b\r\n{TWO}--b--\r\n"),
    "inner-no-boundary": multipart(f"--b\r\nContent-Type: multipart/mixed\r\n\r\n--c\r\n{ONE}--c--\r\n--b\r\n{TWO}--b--\r\n"),
    "same-boundary-inside": multipart(f"--b\r\n{INNER.format('b')}--b\r\n{ONE}--b--\r\n--b\r\n{TWO}--b--\r\n"),
    "prefix-inside": multipart(f"--b\r\n{INNER.format('bb')}--bb\r\n{ONE}--bb\r\n{TWO}--bb--\r\n--b--\r\n"),
    "prefix-outside": multipart(f"--bb\r\n{INNER.format('b')}--b\r\n{ONE}--b\r\n{TWO}--b--\r\n--bb\r\n{TWO}--bb--\r\n", "boundary=bb"),
    "prefix-by-dashes-inside": multipart(f"--b\r\n{INNER.format('b--')}--b--\r\n{ONE}--b----\r\n--b--\r\n"),
    "prefix-by-dashes-outside": multipart(f"--b--\r\n{INNER.format('b')}--b\r\n{ONE}--b--\r\n{TWO}--b----\r\n", "boundary=b--"),
    "prefix-with-blank": multipart(f"--b\r\n{INNER.format(chr(34) + 'b c' + chr(34))}--b c\r\n{ONE}--b c--\r\n--b\r\n{TWO}--b--\r\n"),
    "outer-ends-inner-open": multipart(f"--b\r\n{INNER.format('c')}--c\r\n{ONE}--b--\r\n--c\r\n{TWO}--c--\r\n"),
    "inner-delimiter-after-its-close": multipart(f"--b\r\n{INNER.format('c')}--c\r\n{ONE}--c--\r\n--c\r\n{TWO}--c--\r\n--b--\r\n"),
    "inner-delimiter-in-outer-part": multipart(f"--b\r\n{INNER.format('c')}--c\r\n{ONE}--c--\r\n--b\r\n\r\ntext\r\n--c\r\nmore\r\n"
                                               f"--b--\r\n"),
    "delimiter-in-header": multipart(f"--b\r\nContent-Type: text/html\r\n--b\r\n{TWO}--b--\r\n"),
    "delimiter-behind-bare-header": multipart(f"--b\r\nX-A: b\r\n--b--\r\n{TWO}"),
    "delimiter-in-top-header": f"{TOP}Content-Type: multipart/mixed; boundary=b\r\n--b\r\n{ONE}--b--\r\n",
    "part-empty-header": multipart("--b\r\n\r\nbody of a part\r\n--b--\r\n"),
    "part-no-header": multipart("--b\r\nbody without blank line\r\nand more\r\n--b--\r\n"),
    "part-no-header-looks-like-field": multipart("--b\r\nNote: this looks like a field\r\nand this does not\r\n--b--\r\n"),
    "part-header-only": multipart("--b\r\nContent-Type: text/html\r\n\r\n--b--\r\n"),
    "part-header-no-blank-line": multipart("--b\r\nContent-Type: text/html\r\nbody behind the header\r\n--b--\r\n"),
    "part-header-continuation-first": multipart("--b\r\n charset=utf-8\r\nContent-Type: text/html\r\n\r\ntext\r\n--b--\r\n"),
    "part-one-line-end": multipart("--b\r\n\r\n\r\n--b--\r\n"),
    "part-no-line-end": multipart("--b\r\n\r\ntext\r\n--b--"),
    "part-trailing-blank-lines": multipart("--b\r\n\r\ntext\r\n\r\n\r\n--b--\r\n"),
    "part-with-envelope-fields": multipart("--b\r\nFrom: p@x.test\r\nSubject: of a part\r\n\r\ntext\r\n--b--\r\n"),
    "part-line-looks-like-boundary": multipart("--b\r\n\r\n-- \r\n--\r\n--a\r\n---\r\ntext\r\n--b--\r\n"),
    "long-preamble": multipart("preamble\r\n" * 2000 + f"--b\r\n{ONE}--b--\r\n"),
    "big-part": multipart("--b\r\n\r\n" + "line of thirty octets in all..\r\n" * 5000 + f"--b\r\n{TWO}--b--\r\n"),
    "part-of-one-long-line": multipart("--b\r\n\r\n" + "x" * 100_000 + f"\r\n--b\r\n{TWO}--b--\r\n"),
    "composite-base64": multipart(f"--b\r\n{ONE}--b--\r\n", fields="Content-Transfer-Encoding: base64\r\n"),
    "composite-quoted-printable": multipart(f"--b\r\n{ONE}--b--\r\n", fields="Content-Transfer-Encoding: quoted-printable\r\n"),
    "composite-unknown-encoding": multipart(f"--b\r\n{ONE}--b--\r\n", fields="Content-Transfer-Encoding: x-own\r\n"),
    "composite-inner-base64": multipart(f"--b\r\nContent-Transfer-Encoding: base64\r\n{INNER.format('c')}--c\r\n{ONE}--c--\r\n--b--\r\n"),
}


def messages():
    for family, texts in (("multipart", KINDS), ("boundary", BOUNDARIES), ("delimiter", DELIMITERS)):
        for name, text in texts.items():
            yield f"{family}/{name}", text.encode()
    for depth in range(2, 13):
        yield f"multipart/nested-{depth}", nested(depth).encode()
    yield "multipart/nested-60", nested(60).encode()
    yield "multipart/nested-120", nested(120).encode()
    yield "multipart/nested-alternative", nested(4, "alternative").encode()
