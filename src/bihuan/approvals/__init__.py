"""Asking leave: who decides what about a record, in which order, by when, and what was decided.

Words: an *approval* 审批 is a question about one record put to the people its definition names; a *step* 审批环节 is
everybody who is asked at the same time; a *seat* 审批席位 is one person's turn to answer; *return* 退回 sends it back
to an earlier step or to whoever asked; *add signer* 加签 lets somebody else sign as well; *delegate* 转交 gives one's
own turn away; a *substitute* 代理 stands in while somebody is on leave.
"""
