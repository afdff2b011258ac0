"""Messages within messages (RFC 2046 5.2), and what only looks so."""

import trees

TOP = trees.TOP
INNER = ("From: inner@x.test\r\nTo: \"In, ner\" <to@x.test>\r\nSubject: inner\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\n"
         "Message-ID: <inner@x.test>\r\n\r\ninner text\r\nsecond line\r\n")
INNER_MIXED = ("From: inner@x.test\r\nSubject: inner mixed\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n"
               f"preamble\r\n--i\r\n{trees.ONE}--i\r\n{trees.TWO}--i--\r\nepilogue\r\n")


def whole(content, fields="", subtype="rfc822"):
    """The message is an embedded one itself."""
    return f"{TOP}{fields}Content-Type: message/{subtype}\r\n\r\n{content}"


def part(content, fields="", subtype="rfc822", behind=trees.TWO):
    """It is the second part of three."""
    return trees.multipart(f"--b\r\n{trees.ONE}--b\r\n{fields}Content-Type: message/{subtype}\r\n\r\n{content}\r\n--b\r\n{behind}--b--\r\n")


def nested(depth):
    def level(n):
        return (f"From: level{n}@x.test\r\nSubject: level {n}\r\n" +
                ("\r\nthe innermost\r\n" if n == depth else f"Content-Type: message/rfc822\r\n\r\n{level(n + 1)}"))
    return "MIME-Version: 1.0\r\n" + level(0)


def nested_mixed(depth):
    def level(n):
        if n == depth:
            return f"Subject: level {n}\r\n\r\nthe innermost\r\n"
        return (f"Subject: level {n}\r\nContent-Type: multipart/mixed; boundary=m{n}.\r\n\r\n--m{n}.\r\n\r\ntext {n}\r\n--m{n}.\r\n"
                f"Content-Type: message/rfc822\r\n\r\n{level(n + 1)}\r\n--m{n}.--\r\n")
    return "From: a@x.test\r\nMIME-Version: 1.0\r\n" + level(0)


FORMS = {
    "whole": whole(INNER),
    "whole-mixed": whole(INNER_MIXED),
    "part": part(INNER),
    "part-mixed": part(INNER_MIXED),
    "part-case": part(INNER, subtype="RFC822"),
    "part-mixed-same-boundary": part(INNER_MIXED.replace("=i", "=b").replace("--i", "--b")),
    "part-mixed-unclosed": part(INNER_MIXED.replace("--i--\r\nepilogue\r\n", "")),
    "part-fields": part(INNER,
                        "Content-ID: <p@x.test>\r\nContent-Description: a message\r\nContent-Disposition: attachment; filename=m.eml\r\n"
                               "Content-Language: en\r\nContent-Location: m\r\nContent-MD5: YQ==\r\n"),
    "part-parameters": trees.multipart(f"--b\r\nContent-Type: message/rfc822; name=m.eml\r\n\r\n{INNER}\r\n--b--\r\n"),
    "part-7bit": part(INNER, "Content-Transfer-Encoding: 7bit\r\n"),
    "part-8bit": part(INNER.replace("text", "Täxt"), "Content-Transfer-Encoding: 8bit\r\n"),
    "part-binary": part(INNER, "Content-Transfer-Encoding: binary\r\n"),
    "part-base64": part("RnJvbTogaW5uZXJAeC50ZXN0DQoNCnRleHQNCg==", "Content-Transfer-Encoding: base64\r\n"),
    "part-quoted-printable": part("From: inner=40x.test\r\nSubject: quoted\r\n\r\nt=65xt\r\n",
                                  "Content-Transfer-Encoding: quoted-printable\r\n"),
    "part-unknown-encoding": part(INNER, "Content-Transfer-Encoding: x-own\r\n"),
    "part-empty": part(""),
    "part-nothing": trees.multipart("--b\r\nContent-Type: message/rfc822\r\n\r\n--b--\r\n"),
    "part-header-alone": trees.multipart("--b\r\nContent-Type: message/rfc822\r\n--b--\r\n"),
    "part-only-header": part("From: inner@x.test\r\nSubject: inner"),
    "part-only-blank-line": part("\r\n"),
    "part-blank-line-first": part("\r\n" + INNER),
    "part-no-header": part("just text, no header\r\nand more\r\n"),
    "part-mbox-from": part("From inner@x.test Tue Nov 24 10:00:00 2026\r\n" + INNER),
    "part-no-from": part("Subject: inner\r\n\r\ntext\r\n"),
    "part-inner-base64": part("Subject: inner\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n"),
    "part-inner-message": part("Subject: outer\r\nContent-Type: message/rfc822\r\n\r\n" + INNER),
    "part-inner-bad-type": part("Subject: inner\r\nContent-Type: text\r\n\r\ntext\r\n"),
    "part-inner-no-boundary": part("Subject: inner\r\nContent-Type: multipart/mixed\r\n\r\ntext\r\n"),
    "part-inner-no-delimiter": part("Subject: inner\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\ntext\r\n"),
    "part-inner-odd-addresses": part("From: Group: a@x.test, b@x.test;\r\nTo: <@r.test:a@x.test>\r\nCc: =?utf-8?Q?=C3=BC?= <c@x.test>\r\n"
                                     "Subject: a\r\n b\r\n\r\ntext\r\n"),
    "part-inner-8-bit-header": part("From: Jürgen <j@x.test>\r\nSubject: Grüße\r\n\r\ntext\r\n"),
    "part-trailing-blank-lines": part(INNER + "\r\n\r\n"),
    "part-long": part(INNER + "line of text\r\n" * 3000),
    "parts-two": trees.multipart(f"--b\r\nContent-Type: message/rfc822\r\n\r\n{INNER}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
                                 f"{INNER_MIXED}\r\n--b--\r\n"),
    "whole-8-bit": whole(INNER.replace("text", "Täxt")),
    "whole-base64": whole("RnJvbTogaW5uZXJAeC50ZXN0DQoNCnRleHQNCg==\r\n", "Content-Transfer-Encoding: base64\r\n"),
    "whole-quoted-printable": whole("From: inner=40x.test\r\n\r\ntext\r\n", "Content-Transfer-Encoding: quoted-printable\r\n"),
    "whole-empty": whole(""),
    "whole-no-blank-line": f"{TOP}Content-Type: message/rfc822\r\n",
    "whole-only-header": whole("From: inner@x.test\r\nSubject: inner\r\n"),
    "whole-only-header-no-line-end": whole("From: inner@x.test\r\nSubject: inner"),
    "whole-no-line-end": whole("Subject: inner\r\n\r\ntext"),
    "whole-no-header": whole("just text, no header\r\n"),
    "whole-blank-line-first": whole("\r\n" + INNER),
    "whole-in-whole": whole("Subject: middle\r\nContent-Type: message/rfc822\r\n\r\n" + INNER),
    "whole-mixed-with-message": whole(f"Subject: middle\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n{trees.ONE}--m\r\n"
                                      f"Content-Type: message/rfc822\r\n\r\n{INNER}--m--\r\n"),
    "news": part(INNER, subtype="news"),
    "partial": part(INNER, subtype='partial; id="abc@x.test"; number=1; total=3'),
    "whole-partial": whole(INNER, subtype='partial; number=2; total=3; id="abc@x.test"'),
    "external-body": part("Content-Type: image/jpeg\r\nContent-ID: <e@x.test>\r\n\r\n",
                          subtype='external-body; access-type=ANON-FTP; site="ftp.x.test"; name="a.jpg"'),
    "external-body-phantom": part("Content-Type: image/jpeg\r\nContent-ID: <e@x.test>\r\n\r\nTHIS IS NOT REALLY THE BODY!\r\n",
                                  subtype="external-body; access-type=mail-server; server=\"s@x.test\""),
    "delivery-status": part("Reporting-MTA: dns; x.test\r\n\r\nFinal-Recipient: rfc822; a@x.test\r\nAction: failed\r\n",
                            subtype="delivery-status"),
    "disposition-notification": part("Reporting-UA: x.test\r\nDisposition: manual-action; displayed\r\n",
                                     subtype="disposition-notification"),
    "feedback-report": part("Feedback-Type: abuse\r\nVersion: 1\r\n", subtype="feedback-report"),
    "http": part("GET / HTTP/1.1\r\n\r\n", subtype="http"),
    "unknown": part(INNER, subtype="x-unknown"),
    "global": part(INNER, subtype="global"),
    "global-utf-8": part("From: Jürgen <jürgen@x.test>\r\nSubject: Grüße\r\n\r\ntext\r\n", subtype="global"),
    "global-headers": part("From: a@x.test\r\n", subtype="global-headers"),
    "text-rfc822-headers": trees.multipart("--b\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: a@x.test\r\nSubject: lost\r\n--b--\r\n"),
    "looks-so-in-text": trees.multipart(f"--b\r\nContent-Type: text/plain\r\n\r\n{INNER}\r\n--b--\r\n"),
}


def messages():
    for name, text in FORMS.items():
        yield f"message/{name}", text.encode()
    for depth in (2, 3, 5, 10, 30, 60, 120):
        yield f"message/nested-{depth}", nested(depth).encode()
    for depth in (2, 3, 5, 10):
        yield f"message/nested-mixed-{depth}", nested_mixed(depth).encode()
