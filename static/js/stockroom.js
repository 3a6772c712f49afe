/* The stockroom: finds a row by its name, and gives the count its keys. Nothing here is needed to read or to write. */
