"""What a thing is: objects, their fields, forms and relations, all made by the customer, all real tables.

Words: an *object* 对象 is a kind of thing; a *field* 字段 is one typed piece of it; a *form* 表单 shows fields in an
order; a *reference* 关联 points from one object to another; the *DDL gate* 建表入口 is the one door to the tables.
"""
