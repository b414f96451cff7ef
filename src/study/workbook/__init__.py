"""The tables of a report as one workbook, for whoever goes on working with them in a spreadsheet."""
