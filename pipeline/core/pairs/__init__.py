"""Which page is whose other half, shown in the page itself: language, hreflang, switcher, links, notice, JSON-LD.

Dressing is idempotent: a page dressed before is undressed of what was added and dressed anew.
"""
