"""Files of many rows: read, mapped, checked row by row, applied set-based by a second person's word."""
