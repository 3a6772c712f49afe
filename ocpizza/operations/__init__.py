"""What the operator needs: configuration that refuses to be weak, health, and the sweeps of the worker."""
