"""`kata watch`: at every save, the tests of that kata, and their verdict at once.

saves      which files are written          ┐
keys       what is pressed                  ├─► session: what is shown, and what is asked next ─► view
live       the tests, in a warm process     ┘
"""
