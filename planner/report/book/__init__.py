"""The workbook: every table behind the reports, with native charts, for whoever reckons on."""
