"""Many submissions: found in folders, checked in processes of their own, reported as they come (DESIGN 5)."""
