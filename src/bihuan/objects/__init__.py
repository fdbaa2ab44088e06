"""What a thing is: objects, their fields, forms and relations, all made by the customer, all real tables.

Words: an *object* is a kind of thing; a *field* is one typed piece of it; a *form* shows fields in an order;
a *reference* points from one object to another; the *DDL gate* is the one door to the tables.
"""
