"""Who: people, teams, regions, roles, working hours, and what each person may see.

Words: a *person* works in a *team*; a *region* is a team of teams; a *manager* leads, a *substitute* stands in;
a *viewer* is a person who asks, a *scope* is how far they see; a *workspace* is one company.
"""
