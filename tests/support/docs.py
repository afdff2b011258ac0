"""Tables that are made and stand in a page of docs/, between two marks."""

BEGIN, END = "<!-- from {} -->", "<!-- end -->"


def filled(text, source, table):
    """The page with the table that is made from `source`."""
    begin = BEGIN.format(source)
    before, mark, rest = text.partition(begin)
    if not mark:
        raise ValueError(f"no {begin} in the page")
    return f"{before}{begin}\n{table}\n{END}{rest.partition(END)[2]}"
