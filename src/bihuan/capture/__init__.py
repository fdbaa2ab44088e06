"""Data that enters by itself: pictures, voice, licences, cards, mail.

Words: a *reading* 识别结果 is what was seen in a picture or heard in a recording; a person *confirms* 确认 it before
it counts.
"""
