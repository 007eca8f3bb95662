"""A lab, its hidden checks and this project in one file, as a site that grades by itself takes it."""
