"""The two states that are compared: finding what their names mean, and reading each to its lists.

`locating` turns what somebody wrote into a place on this disk, out of git where it is a revision; `reading` turns that
into a `State`, whatever is there.
"""
