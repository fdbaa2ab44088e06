"""Who: people, teams, regions, roles, working hours, and what each person may see.

Words: a *person* 成员 works in a *team* 团队; a *region* 大区 is a team of teams; a *manager* 主管 leads, a
*substitute* 代理人 stands in; a *viewer* 查看者 is a person who asks, a *scope* 范围 is how far they see; a *workspace*
企业空间 is one company.
"""
