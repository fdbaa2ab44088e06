"""Where the parts are put together: the web server, the worker, the command line. No rules live here.

Words: the *server* answers people; the *worker* answers the clock; the *data folder* holds what both keep.
"""
