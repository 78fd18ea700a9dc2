"""Files as they are sent: texts of any encoding, workbooks, lines of JSON, each as CSV in UTF-8 that holds whole rows."""
