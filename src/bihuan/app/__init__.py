"""Where the parts are put together: the web server, the worker, the command line. No rules live here.

Words: the *server* 服务 answers people; the *worker* 后台 answers the clock; the *data folder* 数据目录 holds what both
keep.
"""
