"""What a deal becomes: quote, contract, payment.

Words: a *quote* 报价 offers prices; a *contract* 合同 binds; a *payment* 回款 is money expected and money received.
"""
