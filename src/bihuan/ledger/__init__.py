"""What happened, in order, once and for ever: an append-only chain per subject, sealed and signed every day.

Words: an *event* 事件 is one line of the ledger, with who, what, and when; a *subject* 对象链 is what it happened
to; a *root* 签名根 is the signed fingerprint of a day; to *verify* 核验 is to recompute it all and name the first
lie.
"""
