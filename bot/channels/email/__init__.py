"""Mail: raw bytes in, a safe Mail and a disposition out; and the delivery of replies.

`safely.read_mail_safely` reads, `classify.classify` decides, `inspect` shows what would happen.
"""
