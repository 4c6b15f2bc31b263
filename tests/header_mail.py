"""An email with everything that a header report can show: a forwarder, ARC, filters' fields, a wrong clock, Odoo."""

RICH = """\
Delivered-To: wang.fang@client.example
Received: from mail-1.client.example (10.2.0.7) by mbx3.client.example (10.2.0.9) with ESMTP id 77AB;
\tMon, 16 Nov 2026 09:33:08 +0000
Received: from mx.relay.example (mx.relay.example [198.51.100.20])
\tby mx.client.example (Postfix) with ESMTPS id 9A1
\t(version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)
\tfor <wang.fang@client.example>; Mon, 16 Nov 2026 09:33:04 +0000
Authentication-Results: mx.client.example; spf=fail (domain of shop.example does not designate 198.51.100.20)
\tsmtp.mailfrom=bounce@shop.example;
\tdkim=pass header.d=relay.example header.s=k1; dmarc=fail (p=QUARANTINE dis=QUARANTINE) header.from=shop.example
X-Spam-Status: Yes, score=6.3 required=5.0 tests=SPF_FAIL,HTML_MESSAGE,BAYES_50 autolearn=no version=4.0.0
X-Forefront-Antispam-Report: CIP:198.51.100.20;CTRY:DE;LANG:zh;SCL:5;SRV:;IPV:NLI;SFV:SPM;H:mx.relay.example;
\tPTR:mx.relay.example;CAT:SPM;DIR:INB;
X-Microsoft-Antispam: BCL:4;
ARC-Seal: i=1; a=rsa-sha256; d=relay.example; s=arc; t=1795422603; cv=none; b=abc
ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=relay.example; s=arc; h=from:to; bh=abc; b=abc
ARC-Authentication-Results: i=1; mx.relay.example; spf=pass smtp.mailfrom=shop.example;
\tdkim=pass header.d=shop.example; dmarc=pass header.from=shop.example
Received: from mx.shop.example (mx.shop.example [203.0.113.7])
\tby mx.relay.example (Postfix) with ESMTPS id 5B2
\tfor <wang@relay.example>; Mon, 16 Nov 2026 09:13:01 +0000
Received: from app-1 (unknown [192.0.2.9])
\tby mx.shop.example (Postfix) with ESMTPSA id 77B
\tfor <wang@relay.example>; Mon, 16 Nov 2026 17:20:11 +0800
DKIM-Signature: v=1; a=rsa-sha256; d=relay.example; s=k1; h=from:to:subject; bh=abc; b=abc
From: =?utf-8?b?546L6Iqz?= <sales@shop.example>
To: wang@relay.example
Subject: =?utf-8?b?6K6i5Y2VIDc=?=
Date: Mon, 16 Nov 2026 17:14:05 +0800
Message-ID: <123456789012345.1795422603.123456789012345-openerp-42-sale.order@app-1>
MIME-Version: 1.0

Text.
"""

# The same to somebody else's server, which believed it.
ARRIVED = (
    RICH.replace("spf=fail (domain of shop.example does not designate 198.51.100.20)", "spf=pass")
    .replace("dkim=pass header.d=relay.example header.s=k1; dmarc=fail", "dkim=pass header.d=shop.example; dmarc=pass")
    .replace("X-Spam-Status: Yes, score=6.3", "X-Spam-Status: No, score=0.3")
    .replace("SCL:5", "SCL:1").replace("SFV:SPM", "SFV:NSPM").replace("CAT:SPM", "CAT:NONE")
)  # fmt: skip
