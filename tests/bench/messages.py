"""Messages that arrived, with the header blocks that servers leave on them, in the shapes of tests/corpus/headers."""

from random import Random

from mails import attachment, facts, on_disk, on_wire, prose

GMAIL = """\
Delivered-To: {recipient}
Received: by 2002:a05:7010:1a2b:b0:3f1:2222:1111 with SMTP id k43csp{number}mdm;
        {at3}
X-Received: by 2002:a17:902:d2c3:b0:215:8490:1234 with SMTP id d9443c01a7336-{number};
        {at3}
ARC-Seal: i=1; a=rsa-sha256; t={stamp}; cv=none;
        d=google.com; s=arc-20240605;
        b={token}
ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=google.com; s=arc-20240605;
        h=content-transfer-encoding:mime-version:subject:to:from:date:message-id:dkim-signature;
        bh={token}; b={token}
ARC-Authentication-Results: i=1; mx.google.com;
       dkim=pass header.i=@company.example header.s=s1 header.b="Ab/c+1=";
       spf=pass (google.com: domain of {sender} designates {relay_ip} as permitted sender) smtp.mailfrom={sender};
       dmarc=pass (p=QUARANTINE sp=QUARANTINE dis=NONE) header.from=company.example
Return-Path: <{sender}>
Received: from {relay} ({relay}. [{relay_ip}])
        by mx.google.com with ESMTPS id d9443c01a7336-{queue_id}
        for <{recipient}>
        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);
        {at2}
Received-SPF: pass (google.com: domain of {sender} designates {relay_ip} as permitted sender) client-ip={relay_ip};
Authentication-Results: mx.google.com;
       dkim=pass header.i=@company.example header.s=s1 header.b="Ab/c+1=";
       spf=pass (google.com: domain of {sender} designates {relay_ip} as permitted sender) smtp.mailfrom={sender};
       dmarc=pass (p=QUARANTINE sp=QUARANTINE dis=NONE) header.from=company.example
Received: from [10.0.0.5] (unknown [{ip}])
\t(using TLSv1.3 with cipher TLS_AES_128_GCM_SHA256 (128/128 bits))
\tby {relay} (Postfix) with ESMTPSA id {queue_id}
\tfor <{recipient}>; {at1}
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=company.example; s=s1;
\tt={stamp}; bh={token}; h=From:To:Subject:Date:Message-ID; b={token}
Message-ID: {message_id}
Date: {at0}
From: =?UTF-8?B?5byg5LiJ?= <{sender}>
To: "{name}" <{recipient}>
Subject: =?UTF-8?B?5oql5Lu35Y2V?= {subject}
MIME-Version: 1.0
"""

EXCHANGE = """\
Received: from DB9PR01MB{number}.eurprd01.prod.outlook.com (2001:db8:10a6::11)
 by AM8PR01MB0002.eurprd01.prod.outlook.com with HTTPS; {at3}
Received: from AS9PR01CA{number}.eurprd01.prod.outlook.com
 (2001:db8:10a6::22) by DB9PR01MB{number}.eurprd01.prod.outlook.com
 (2001:db8:10a6::23) with Microsoft SMTP Server (version=TLS1_2,
 cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.8158.21; {at2}
Authentication-Results: spf=pass (sender IP is {relay_ip})
 smtp.mailfrom=company.example; dkim=fail (body hash did not verify)
 header.d=company.example;dmarc=pass action=none
 header.from=company.example;compauth=pass reason=100
Received-SPF: Pass (protection.outlook.com: domain of company.example designates
 {relay_ip} as permitted sender) receiver=protection.outlook.com;
 client-ip={relay_ip}; helo={relay}; pr=C
Received: from {relay} ({relay_ip}) by
 AM3PEPF{number}.mail.protection.outlook.com (10.167.16.4) with Microsoft SMTP
 Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.8158.14 via
 Frontend Transport; {at1}
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=company.example; s=s1;
 h=From:Date:Subject:Message-ID; bh={token}; b={token}
From: Sales <{sender}>
To: "{recipient}" <{recipient}>
Subject: {subject}
Thread-Topic: {subject}
Date: {at0}
Message-ID: {message_id}
Accept-Language: en-GB
X-MS-Exchange-Organization-SCL: 1
X-Forefront-Antispam-Report: CIP:{relay_ip};CTRY:DE;LANG:en;SCL:1;SRV:;\
IPV:NLI;SFV:NSPM;H:{relay};PTR:{relay};CAT:NONE;SFS:(13230040);DIR:INB;
X-Microsoft-Antispam: BCL:0;ARA:13230040|{number};
Return-Path: {sender}
MIME-Version: 1.0
"""

COREMAIL = """\
Received: from {relay} (unknown [{relay_ip}])
\tby gzga-mx-mtada-g1-{host} (Coremail) with SMTP id _____wD3X8{queue_id}--.{number}S2;
\t{at2}
Authentication-Results: gzga-mx-mtada-g1-{host}; spf=pass smtp.mail={sender}; dkim=pass header.i=@company.example;
Received: from {user}${relay} ( [{ip}] ) by
 ajax-webmail-wmsvr-40-{number} (Coremail) ; {at1}
X-Originating-IP: [{ip}]
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=company.example;
\ts=s110527; h=Date:From:Subject:Message-ID; bh={token}; b={token}
Date: {at0}
From: =?GBK?B?zfXOsA==?= <{sender}>
To: {recipient}
Subject: =?GBK?B?u9i4tDogsai827Wl?= {number}
X-Priority: 3
X-Mailer: Coremail Webmail Server Version XT5.0.14
X-Coremail-Locale: zh_CN
Message-ID: <{queue_id}.{number}.{token}.Coremail.{sender}>
MIME-Version: 1.0
"""

EXIM = """\
Return-path: <{sender}>
Envelope-to: {recipient}
Delivery-date: {at3}
Received: from {relay} ([{relay_ip}]:41234 helo=smtp.company.example)
\tby {mx} with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384
\t(Exim 4.98)
\t(envelope-from <{sender}>)
\tid {exim_id}
\tfor {recipient};
\t{at2}
Received: from www by smtp.company.example with local (Exim 4.96)
\t(envelope-from <{sender}>)
\tid {exim_id}
\tfor {recipient};
\t{at1}
To: {recipient}
Subject: {subject}
From: Shop <{sender}>
Date: {at0}
Message-Id: <E{exim_id}@smtp.company.example>
X-Spam-Status: No, score=-1.{number}
Authentication-Results: {mx};
\tiprev=pass ({relay}) smtp.remote-ip={relay_ip};
\tspf=pass smtp.mailfrom=company.example;
\tdmarc=none header.from=company.example
MIME-Version: 1.0
"""

SENDGRID = """\
Return-Path: <bounces+{number}-ab12-{user}={domain}@em{number}.company.example>
Received: from o1.ptr{number}.company.example (o1.ptr{number}.company.example [{relay_ip}])
\tby {mx} with ESMTPS id {exim_id}
\tfor {recipient}; {at3}
Received: by recvd-{host} with SMTP id recvd-{host}-1-{queue_id}-A
\t{at2}
Received: from MTIzNDU2Nw (unknown)
\tby geopod-ismtpd-{host} (SG) with HTTP
\tid {queue_id}
\t{at1}
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=company.example;
\th=content-type:from:mime-version:subject:list-unsubscribe:to; s=s1; bh={token}; b={token}
Date: {at0}
From: News <{sender}>
Message-ID: <{queue_id}@geopod-ismtpd-{host}>
Subject: News {number}
List-Unsubscribe: <https://company.example/u/{token}>, <mailto:u@company.example>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Precedence: bulk
X-SG-EID: u001.{token}
To: {recipient}
MIME-Version: 1.0
"""

ODOO_REPLY = """\
Return-Path: <{recipient}>
Delivered-To: catchall@company.example
Received: from {mx} ({mx} [{ip}])
\tby {relay} (Postfix) with ESMTPS id {queue_id}
\tfor <catchall@company.example>; {at1}
Authentication-Results: {relay}; spf=pass smtp.mailfrom={recipient};
\tdkim=pass header.d={domain} header.s=k1; dmarc=pass header.from={domain}
From: {name} <{recipient}>
To: "Sales" <catchall@company.example>
Subject: Re: {subject}
Date: {at0}
In-Reply-To: {message_id}
References: {message_id}
Message-ID: <{queue_id}@{mx}>
MIME-Version: 1.0
"""

# What a message has before any server touched it.
UNSENT = """\
From: {sender}
To: {recipient}
Subject: {subject}
Date: {at0}
Message-ID: {message_id}
MIME-Version: 1.0
"""

SHAPES = [GMAIL, EXCHANGE, COREMAIL, EXIM, SENDGRID, ODOO_REPLY]
PLAIN = "Content-Type: text/plain; charset=utf-8\n\n"
WITH_ATTACHMENT = """\
Content-Type: multipart/mixed; boundary="part-{token}"

--part-{token}
Content-Type: text/plain; charset=utf-8

{prose}
--part-{token}
Content-Type: application/pdf; name="offer.pdf"
Content-Disposition: attachment; filename="offer.pdf"
Content-Transfer-Encoding: base64

{attachment}
--part-{token}--
"""
HOP = """\
Received: from {mx} ({mx} [{ip}])
\tby {relay} (Postfix) with ESMTPS id {queue_id}
\tfor <{recipient}>; {at2}
"""
USUAL_TEXT = 8000  # bytes; a message that is not grown to a size has up to so much text
TEXT_BESIDE_ATTACHMENT = 1500


def message(rng: Random, values: dict[str, str], shape: str | None = None, size: int = 0) -> str:
    """One message about ``values``, in a shape drawn by chance unless given; an attachment makes it ``size`` bytes."""
    head = (shape or rng.choice(SHAPES)).format(**values)
    missing = size - len(head) - len(WITH_ATTACHMENT) - TEXT_BESIDE_ATTACHMENT
    if missing <= 0:
        return head + PLAIN + prose(rng, size - len(head) - len(PLAIN) if size else rng.randrange(USUAL_TEXT))
    text = prose(rng, TEXT_BESIDE_ATTACHMENT)
    return head + WITH_ATTACHMENT.format(**values, prose=text, attachment=attachment(rng, missing))


def messages(rng: Random, count: int) -> list[bytes]:
    """``count`` messages with a text of the usual length, in all shapes in turn."""
    return [on_disk(rng, message(rng, facts(rng), SHAPES[index % len(SHAPES)])) for index in range(count)]


def with_attachment(rng: Random, size: int) -> bytes:
    """One message of about ``size`` bytes, nearly all of it an attachment."""
    return on_wire(message(rng, facts(rng), ODOO_REPLY, size))


def with_many_hops(rng: Random, size: int) -> bytes:
    """One message of about ``size`` bytes, nearly all of it Received fields."""
    end = ODOO_REPLY.format(**facts(rng)) + PLAIN + prose(rng, 1)
    different = [HOP.format(**facts(rng)) for _ in range(min(1000, size // len(HOP) + 1))]
    hops, length = [], len(end)
    while length < size:
        hops.append(different[len(hops) % len(different)])
        length += len(hops[-1])
    return on_wire("".join(hops) + end)
