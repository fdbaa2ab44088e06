"""What the company has learned, reviewed and found again at the right stage.

Words: an *asset* 知识资产 is an insight, an answer, a script or a procedure; a *review* 审核 lets it in; a
*suggestion* 推荐 brings it to where it helps.
"""
