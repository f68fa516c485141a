"""The Client Portal Guide: its words (content.py), and the PDF made of them (pdf.py, guide.typ)."""
