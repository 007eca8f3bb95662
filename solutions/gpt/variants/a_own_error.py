"""
question = "a"
explanation.es = "encode revisa cada carácter y levanta un ValueError propio; usa zip y anotaciones de tipo."
explanation.en = "encode checks each character and raises its own ValueError; it uses zip and type hints."
"""

stoi: dict[str, int] = dict(zip(chars, range(vocab_size)))
itos: dict[int, str] = {indice: caracter for caracter, indice in stoi.items()}


def encode(s: str) -> list[int]:
    """Texto a índices."""
    # un carácter desconocido no puede pasar en silencio
    for c in s:
        if c not in stoi:
            raise ValueError(f"carácter fuera del vocabulario: {c!r}")
    return list(map(stoi.__getitem__, s))


def decode(tokens: list[int]) -> str:
    """Índices a texto."""
    return "".join(map(itos.get, tokens))
