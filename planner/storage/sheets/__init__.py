"""Tables from other programs: text, workbooks and the clipboard, read safely; and tables written for them."""
