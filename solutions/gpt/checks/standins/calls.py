"""Ways to ask several things of an object at once, and to see what became of what it was given."""


def called(function, inputs):
    """Call a function on one input after another; returns what each call gave, and the inputs as they are then."""
    return [function(value) for value in inputs], inputs


def looked_up(table, keys):
    """What a table holds under each key; a function will do for a table."""
    return [table(key) if callable(table) else table[key] for key in keys]


def listed(function, value):
    """What a call gives, gone through from its first item to its last."""
    return list(function(value))
