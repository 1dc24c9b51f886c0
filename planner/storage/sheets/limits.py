"""How much of a file is read before it is refused: no honest file comes near, and a hostile one does no harm."""

MEGABYTE = 1_000_000

BLOCK_ROWS = 50_000
BLOCK_BYTES = 16 * MEGABYTE
"""A block ends early when its rows are long, so that a reader's memory does not depend on the file."""

TEXT_BYTES = 4_000 * MEGABYTE
LINE_BYTES = 4 * MEGABYTE
"""Cells themselves are bounded by `csv.field_size_limit`, 131,072 characters; Excel's own are at most 32,767."""
COLUMNS = 16_384
"""What a spreadsheet has at most."""

WORKBOOK_BYTES = 200 * MEGABYTE
UNPACKED_BYTES = 600 * MEGABYTE
PACKED_ENTRIES = 10_000
SUSPECT_BYTES = 50 * MEGABYTE
SUSPECT_RATIO = 200
"""An entry that unpacks to more than SUSPECT_BYTES and this many times its size is a bomb."""
WORKBOOK_CELLS = 12_000_000
"""Rows times columns of one sheet; the reader holds all of them at once, at some 80 bytes each."""
READER_MEMORY = 2_500 * MEGABYTE
"""The address space of the process that reads a workbook, where the system enforces it (Linux)."""
READER_SECONDS = 8
UNPACKED_BYTES_PER_SECOND = 15 * MEGABYTE
"""The reader's slowest honest pace; it is ended after READER_SECONDS and what its file adds at this pace."""
