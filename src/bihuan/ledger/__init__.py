"""What happened, in order, once and for ever: an append-only chain per subject, sealed and signed every day.

Words: an *event* is one line of the ledger, with who, what, and when; a *subject* is what it happened to;
a *root* is the signed fingerprint of a day; to *verify* is to recompute it all and name the first lie.
"""
