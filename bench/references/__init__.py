"""What our figures are compared with: the least a server can do, and the usual way of doing it."""
