"""What a deal becomes: quote, contract, payment.

Words: a *quote* offers prices; a *contract* binds; a *payment* is money expected and money received.
"""
