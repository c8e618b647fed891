# Filled in as the parts arrive.
