"""Data that enters by itself: pictures, voice, licences, cards, mail.

Words: a *reading* is what was seen in a picture or heard in a recording; a person *confirms* it before it counts.
"""
